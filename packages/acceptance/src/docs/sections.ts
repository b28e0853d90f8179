/** Texts that are made from the code, by the name that stands in `<!-- generated: name -->`. */
export type Sections = ReadonlyMap<string, string>;

const section = /(<!-- generated: ([\w-]+) -->\n)[^]*?(<!-- end of generated -->)/g;

/**
 * Writes the generated sections of a document anew, and leaves the rest as it is.
 *
 * @throws RangeError where a document asks for a section that nobody makes
 */
export function withSections(text: string, sections: Sections): string {
  return text.replace(section, (_all, begin: string, name: string, end: string) => {
    const made = sections.get(name);
    if (made === undefined) throw new RangeError(`Nobody makes the section ${name}.`);
    return `${begin}\n${made}\n\n${end}`;
  });
}

/** The names of the sections that a document asks for. */
export function sectionNames(text: string): readonly string[] {
  return [...text.matchAll(section)].map(([, , name = ""]) => name);
}
