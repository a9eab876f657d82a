// A reporter for programs: each test of a file that ended, as a line of JSON.

export default async function* outcomes(source) {
  for await (const { type, data } of source) {
    if ((type === "test:pass" || type === "test:fail") && data.nesting === 0) {
      yield `${JSON.stringify({ file: data.file, name: data.name, passed: type === "test:pass" })}\n`;
    }
  }
}
