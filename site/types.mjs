// Checks texts in JavaScript with TypeScript. Standard input is JSON: {options, declarations, scripts}, the compiler's
// options as jsconfig.json has them, and the texts of declaration files and of scripts by name. The output is a JSON
// array of errors: {file, line, column, code, message}, counted from 1.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import ts from "typescript";

const { options, declarations, scripts } = JSON.parse(readFileSync(0, "utf8"));
const texts = { ...declarations, ...scripts };
const converted = ts.convertCompilerOptionsFromJson({ ...options, noEmit: true, allowJs: true }, "/");
if (converted.errors.length > 0) {
  throw new Error(converted.errors.map(error => ts.flattenDiagnosticMessageText(error.messageText, " ")).join("; "));
}

const host = ts.createCompilerHost(converted.options);
const readLibrary = host.readFile;
const library = dirname(ts.getDefaultLibFilePath(converted.options));
host.fileExists = name => name in texts;
host.readFile = name => texts[name] ?? (dirname(name) === library ? readLibrary(name) : undefined);
host.getCurrentDirectory = () => "/";

const program = ts.createProgram(Object.keys(texts), converted.options, host);
const errors = [...program.getGlobalDiagnostics(), ...program.getOptionsDiagnostics()];
for (const name of Object.keys(texts)) {
  const file = program.getSourceFile(name);
  errors.push(...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file));
}
console.log(JSON.stringify(errors.map(error => {
  const at = error.file?.getLineAndCharacterOfPosition(error.start);
  return {
    file: error.file?.fileName ?? "",
    line: at ? at.line + 1 : 0,
    column: at ? at.character + 1 : 0,
    code: error.code,
    message: ts.flattenDiagnosticMessageText(error.messageText, "\n"),
  };
})));
