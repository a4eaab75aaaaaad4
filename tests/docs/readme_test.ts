import assert from "node:assert/strict";
import { commandProblems, isOption, Program } from "./known_commands.ts";
import { isSetting, isTopic, settingsIn } from "./known_names.ts";
import { type Chapter, chaptersOf, type Fence } from "./markdown.ts";

const ROOT = new URL("../../", import.meta.url);
const Documents = ["README.md", "README.fr.md"] as const;

for (const name of Documents) {
  const chapters = chaptersIn(name);

  Deno.test(`${name} names only commands, options, settings and topics that exist`, () => {
    const problems = chapters.flatMap(({ title, spans, fences }) =>
      [...spans.flatMap(spanProblems), ...fences.flatMap(fenceProblems)]
        .map((problem) => `${title}: ${problem}`)
    );
    assert.deepEqual(problems, []);
  });

  Deno.test(`${name} tells of every command`, () => {
    const spans = chapters.flatMap(({ spans }) => spans);
    const missing = Program.commands.map((command) => command.name())
      .filter((command) => !spans.some((span) => span.split(" ")[0] === command));
    assert.deepEqual(missing, []);
  });

  Deno.test(`${name} links only to files that exist`, async () => {
    const targets = chapters.flatMap(({ links }) => links)
      .filter((link) => !/^(https?:|#)/.test(link))
      .map((link) => link.replace(/#.*/, ""));
    assert.ok(targets.length > 0);
    for (const target of targets) await Deno.stat(new URL(target, ROOT));
  });
}

Deno.test("README.md and README.fr.md have the same chapters, with the same code in each", () => {
  const [english, french] = [chaptersIn("README.md"), chaptersIn("README.fr.md")];
  assert.deepEqual(french.map(({ level }) => level), english.map(({ level }) => level));
  for (const [index, chapter] of english.entries()) {
    const other = french[index]!;
    const names = `${chapter.title} / ${other.title}`;
    assert.deepEqual(other.fences.map(withoutComments), chapter.fences.map(withoutComments), names);
    assert.deepEqual(other.spans.toSorted(), chapter.spans.toSorted(), names);
  }
});

Deno.test("the test of the documents sees what does not exist", () => {
  const told = (span: string) => spanProblems(span).join();
  assert.equal(told("npx -y deno@2.9.5 task agent fnid"), "there is no command fnid");
  assert.equal(told("deno task demmo"), "there is no task demmo");
  assert.equal(told("find --listen-prot 4001"), "there is no option --listen-prot");
  assert.equal(told("service instal"), "there is no command service instal");
  assert.equal(told("sudo sh install.sh --remove"), "there is no option --remove");
  assert.match(told("deno task compile --protable"), /--protable/);
  assert.equal(told("mqtt.uri"), "there is no setting mqtt.uri");
  assert.equal(told("mqtt: { uri: embedded }"), "there is no setting mqtt.uri");
  assert.equal(told("studer/<x>/statsu"), "there is no topic studer/<x>/statsu");
});

function chaptersIn(name: typeof Documents[number]): Chapter[] {
  return chaptersOf(Deno.readTextFileSync(new URL(name, ROOT)));
}

/** Words with dots that are files, machines or libraries, not settings. */
const NO_SETTING = /\.(ts|ya?ml|md|sh|json|service|local|sqlite|log|gz|deb|rules|fr)$/;

function spanProblems(span: string): string[] {
  if (span.startsWith("studer/")) return isTopic(span) ? [] : [`there is no topic ${span}`];
  if (span.startsWith("--")) {
    const option = /^--[a-z-]+/.exec(span)![0];
    return isOption(option) ? [] : [`there is no option ${option}`];
  }
  if (/^[a-z]\w*(\.[a-z]\w*)+$/i.test(span) && !NO_SETTING.test(span)) {
    return isSetting(span) ? [] : [`there is no setting ${span}`];
  }
  if (/^[a-z]\w*: \S/i.test(span)) return settingProblems(span);
  return commandProblems(span);
}

function fenceProblems({ language, text }: Fence): string[] {
  if (language === "yaml") return settingProblems(text);
  if (language !== "sh") return [];
  return text.replaceAll("\\\n", " ").split("\n").flatMap((line) => commandProblems(line.trim()));
}

function settingProblems(yaml: string): string[] {
  return settingsIn(yaml).filter((path) => !isSetting(path))
    .map((path) => `there is no setting ${path}`);
}

/** Comments are for people, and so in their language. */
function withoutComments({ text }: Fence): string {
  return text.replaceAll(/\s+# .*$/gm, "").replaceAll(/^# .*\n/gm, "");
}
