/** What these characters of a reading say. @param {{char: string}[]} characters */
export const textOf = (characters) => characters.map(({ char }) => char).join('');
