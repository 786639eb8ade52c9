/** Finds out cheaply whether there is a number too long for JavaScript; it may also hit inside a text. */
const longNumber = /[:[,]\s*[1-9]\d{15}/;
const textOrNumber = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d[\d.eE+-]*/g;
const longWholeNumber = /^[1-9]\d{15,}$/;

/** Parses JSON without rounding ids: whole numbers of 16 digits and more become texts. Throws `SyntaxError`. */
export function parseBody(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text) as unknown;
  const exact = text.replace(textOrNumber, (token) => (longWholeNumber.test(token) ? `"${token}"` : token));
  return JSON.parse(exact) as unknown;
}
