/** The words of the page in its language: the service hands them over by key, one text for each plural form. */

const { texts, language } = JSON.parse(document.getElementById("page").textContent);
const plurals = new Intl.PluralRules(language);

/**
 * A text with its values in the place of their names; numbers are grouped, and `count` decides the form.
 * @param {string} key
 * @param {Object<string, string|number>} [values]
 */
export function t(key, values = {}) {
  const forms = texts[key];
  if (!forms) throw new Error(`no text ${key}`);
  const text = ("count" in values && forms[plurals.select(values.count)]) || forms.other;
  return text.replace(/\{(\w+)\}/gu, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString("en-US") : String(values[name])));
}
