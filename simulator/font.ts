/** What a character takes on the screen, with the gap behind and below it, in pixels. */
export const CELL_WIDTH = 4;
export const CELL_HEIGHT = 6;

/** Five rows from the top of each character, an octal digit a row: 4 is the left pixel, 1 the right. */
// deno-fmt-ignore
const Glyphs: Readonly<Record<string, string>> = {
  A: "25755", B: "65656", C: "34443", D: "65556", E: "74647", F: "74644", G: "34553",
  H: "55755", I: "72227", J: "11152", K: "55655", L: "44447", M: "57755", N: "65555",
  O: "25552", P: "65644", Q: "25573", R: "65655", S: "34216", T: "72222", U: "55557",
  V: "55552", W: "55775", X: "55255", Y: "55222", Z: "71247",
  0: "75557", 1: "26227", 2: "61247", 3: "61216", 4: "55711",
  5: "74616", 6: "34757", 7: "71222", 8: "75757", 9: "75716",
  " ": "00000", ".": "00002", ",": "00024", ":": "02020", "-": "00700", "+": "02720",
  "=": "07070", "/": "11244", "%": "51245", ">": "42124", "<": "12421", "(": "12221",
  ")": "42224", "°": "25200", "?": "61202",
};

/** Calls back for every black pixel of a text; what it has no picture for becomes a question mark. */
export function drawText(text: string, plot: (x: number, y: number) => void): void {
  [...text.toUpperCase()].forEach((character, column) => {
    const rows = Glyphs[character] ?? Glyphs["?"]!;
    for (let y = 0; y < rows.length; y++) {
      for (let x = 0; x < 3; x++) {
        if ((Number(rows[y]) >> 2 - x & 1) === 1) plot(column * CELL_WIDTH + x, y);
      }
    }
  });
}
