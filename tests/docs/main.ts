import { simulatorTables, withTables } from "./simulator_tables.ts";

const file = new URL("../../simulator/README.md", import.meta.url);
Deno.writeTextFileSync(file, withTables(Deno.readTextFileSync(file), simulatorTables()));
