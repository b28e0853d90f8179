const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Printed twice as wide as a Latin letter: Chinese, Japanese, Korean, full-width forms and pictures (Unicode annex 11). */
const wide =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Hangul}\u3000-\u303e\u30a0-\u30ff\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Printed above, below or inside the letter before: accents, vowel signs, joiners. */
const unseen = /^[\p{M}\p{Cf}]+$/u;

/** How many columns of a printer a text takes. */
export function widthOf(text: string): number {
  let columns = 0;
  for (const letter of lettersOf(text)) columns += unseen.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return columns;
}

/** Cuts a text into pieces of at most so many columns, never inside a letter. */
export function cut(text: string, columns: number): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const letter of lettersOf(text)) {
    if (piece !== "" && widthOf(piece) + widthOf(letter) > columns) {
      pieces.push(piece);
      piece = "";
    }
    piece += letter;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

function lettersOf(text: string): readonly string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}
