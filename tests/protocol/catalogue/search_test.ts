import assert from "node:assert/strict";
import fc from "fast-check";
import { menuOf } from "../../../protocol/catalogue/lookup.ts";
import { searchDatapoints } from "../../../protocol/catalogue/search.ts";

function numbersFor(words: string): number[] {
  return searchDatapoints(words).map(({ number }) => number);
}

Deno.test("searchDatapoints() puts the number or the key that was asked for first", () => {
  assert.equal(numbersFor("3000")[0], 3000);
  assert.equal(numbersFor("power_of_the_pv_generator")[0], 11004);
});

Deno.test("searchDatapoints() puts the datapoint whose whole name was asked for first", () => {
  assert.equal(numbersFor("battery voltage")[0], 3000);
  assert.equal(numbersFor("State of charge")[0], 3007);
});

Deno.test("searchDatapoints() puts the shorter name first where words fit equally well", () => {
  const names = searchDatapoints("battery current").map(({ name }) => name);
  assert.equal(names[0], "Battery current");
  assert.ok(
    names.indexOf("Battery charge current") < names.indexOf("Wanted battery charge current"),
  );
});

Deno.test("searchDatapoints() finds an info by its label on the remote control", () => {
  assert.equal(searchDatapoints("soc")[0]?.name, "State of charge");
});

Deno.test("searchDatapoints() demands every word, in any case and order", () => {
  const hits = searchDatapoints("CURRENT charge Battery");
  assert.ok(hits.some(({ number }) => number === 1138));
  for (const datapoint of hits) {
    const menus = datapoint.kind === "parameter" ? datapoint.menus : [];
    const texts = [
      datapoint.name,
      datapoint.kind === "info" ? datapoint.short : "",
      ...menus.map((number) => menuOf(number)?.name),
      ...datapoint.options.map(({ text }) => text),
    ].join(" ").toLowerCase();
    for (const word of ["current", "charge", "battery"]) assert.ok(texts.includes(word), texts);
  }
  assert.deepEqual(searchDatapoints("battery zeppelin"), []);
});

Deno.test("searchDatapoints() finds by unit, menu and option, after what the name says", () => {
  assert.ok(numbersFor("kva").includes(3013));
  assert.ok(numbersFor("grid-feeding").includes(1622));
  assert.ok(numbersFor("latinoellinika").includes(5038));
  const bulk = searchDatapoints("bulk");
  assert.ok(bulk.some(({ number }) => number === 3010));
  assert.ok(bulk.slice(0, 1).every(({ name }) => /bulk/i.test(name)));
});

Deno.test("searchDatapoints() gives the whole catalogue for no words", () => {
  assert.equal(searchDatapoints("  ").length, 1262);
});

Deno.test("searchDatapoints() finds no more with a word more", () => {
  const word = fc.constantFrom("battery", "min", "aux", "1", "kWh", "pv", "°C", "no", "x(", "soc");
  fc.assert(
    fc.property(fc.array(word, { maxLength: 3 }), word, (words, more) => {
      const hits = new Set(searchDatapoints(words.join(" ")));
      assert.ok(searchDatapoints([...words, more].join(" ")).every((hit) => hits.has(hit)));
    }),
    { numRuns: 30 },
  );
});
