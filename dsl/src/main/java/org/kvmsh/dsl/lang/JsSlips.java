package org.kvmsh.dsl.lang;

/** Mistakes in JavaScript of people used to another language. */
final class JsSlips {
    private JsSlips() {}

    static void addTo(Slips slips, WordTable words) {
        String known = String.join("|", words.words().keySet());
        slips.add(
                "\\bvm[ \\t]*\\([ \\t]*\\(?\\w*\\)?[ \\t]*=>[ \\t]*\\{?[ \\t]*(" + known + ")[ \\t]*\\(",
                "^no machine yet",
                "in a function, call the words of vm on the function's argument",
                Slips.WRITE + "vm(v => { v.$1(…) })");
        slips.add("(?<![\\w.])(\\d+)\\.?(KB|MB|GB|ms)\\b", "$0 is not a number", Slips.WRITE + "$2($1)");
        slips.add("(?<![\\w.])(\\d+)\\.?s\\b", "$0 is not a number", Slips.WRITE + "seconds($1)");
        slips.add("(?<![\\w.])(\\d+)\\.?min\\b", "$0 is not a number", Slips.WRITE + "minutes($1)");
        slips.add("(?<![\\w.])(?:0x)?([0-9][0-9a-fA-F]*)h\\b", "$0 is not a number", Slips.WRITE + "0x$1");
        slips.add(
                "\\bvm\\.(" + known + ")\\b",
                "^unknown name",
                "vm creates a machine; $1 is called on that machine",
                Slips.WRITE + "const m = vm({…})");
        slips.add("\\b(vm|more|plan)[ \\t]*\\{", Slips.BLOCK, Slips.WRITE + "$1({ … }), or $1(v => { … })");
        slips.add(
                "\\{[ \\t]*(\\w+(?:[ \\t]*,[ \\t]*\\w+)*)[ \\t]*->",
                "^unexpected",
                "in JavaScript, pass a function instead of a block",
                Slips.WRITE + "($1) => …");
        slips.add(
                "(?:(?<=\\))|(?<=[(,:=][ \\t]{0,3}\\w{1,40}))[ \\t]*->",
                "^unexpected",
                "an arrow function uses =>",
                Slips.WRITE + "=>");
        slips.add(
                "\\b(test|expect|attempt|refusal|unchecked|on)[ \\t]*\\(([^()\\n]*)\\)[ \\t]*\\{",
                "in JavaScript, pass a function instead of a block",
                Slips.WRITE + "$1($2, () => { … })");
        slips.add(
                "\\b(test|expect|attempt|refusal|unchecked|on)[ \\t]*\\{",
                "in JavaScript, pass a function instead of a block",
                Slips.WRITE + "$1(() => { … })");
        slips.add(
                "\\b(test|expect|attempt|refusal|unchecked)[ \\t]*\\((?:[^()\\n]*,)?[ \\t]*\\{(?![ \\t]*(?:\\w+[ \\t]*:|\\}))",
                "in JavaScript, pass a function instead of a block: add the missing =>",
                Slips.WRITE + "() => { … }");
        slips.add(
                "\\bexpect[ \\t]*\\([ \\t]*(E[A-Z0-9]+)[ \\t]*,",
                "^expect does not take",
                "expect takes the errno as a named argument",
                Slips.WRITE + "expect({errno: $1}, () => …)");
        slips.add(
                "\\b(?!if|for|while|switch|return|case)(\\w+)[ \\t]*\\([ \\t]*(\\w+)[ \\t]*:",
                "in JavaScript, pass named arguments as an object",
                Slips.WRITE + "$1({$2: …})");
        slips.add(
                "\\b(run|start)[ \\t]*\\([ \\t]*(until|within|steps)[ \\t]+(\\w+)",
                "^unexpected",
                "in JavaScript, pass named arguments as an object",
                Slips.WRITE + "$1({$2: $3})");
        slips.add(
                "\\b(" + known + ")[ \\t]*:[ \\t]*(\\w+)[ \\t]*:",
                "^unexpected",
                "in JavaScript, pass named arguments as an object",
                Slips.WRITE + "$1: {$2: …}");
        slips.add("\\bdef[ \\t]+(\\w+)[ \\t]*=(?!=)", "def is Groovy syntax", Slips.WRITE + "const $1 = …");
        slips.add(
                "\\b(?:def|fun|fn|func)[ \\t]+(\\w+)[ \\t]*\\(",
                "define a function with the keyword function",
                Slips.WRITE + "function $1(…) { … }");
        slips.add(
                "\\b(\\w+)\\.regs[ \\t]*\\([ \\t]*\\{[ \\t]*(\\w+)[ \\t]*:",
                "regs",
                "$1.regs reads and assigns one register at a time",
                Slips.WRITE + "$1.reg({$2: VALUE}), or $1.regs.$2 = VALUE");
        slips.add(
                "\\bconsole[ \\t]*\\([ \\t]*\\{",
                "^console |is not a function",
                "console returns what the guest has written; it takes no arguments",
                "to add a console, write: more({console: {io: 0x3f8}})");
        slips.add(
                "(?<=[{,][ \\t]{0,20})(\\w+)[ \\t]*=(?![=>])",
                "^Invalid shorthand",
                "add a colon after the key of an object",
                Slips.WRITE + "$1: …");
        slips.add(
                "(?<=[:(,=][ \\t]{0,3})(\\([\\w, \\t]*\\))[ \\t]*\\{",
                "^unexpected",
                "an arrow function needs =>",
                Slips.WRITE + "$1 => { … }");
        slips.add("\\bdo[ \\t]*:[ \\t]*\\{", "^unexpected", "a handler is a function", Slips.WRITE + "do: e => …");
        slips.add(
                "(?<=,)[ \\t]*((?:\\w+|\\([^()\\n]*\\))[ \\t]*=>)",
                "^unexpected =>",
                "in an object, put the function under the key 'do'",
                Slips.WRITE + "do: $1 …");
        slips.add(
                "(?<=[{,][ \\t]{0,20})(" + known + ")[ \\t]*\\(",
                "^unexpected",
                "in an object, a word is a key, not a call",
                Slips.WRITE + "$1: …");
        slips.add(
                "(?<=[{,][ \\t]{0,20})(vcpu|device)[ \\t]*\\([^()\\n]*\\)[ \\t]*\\{",
                "^unexpected|^Expected|^expected",
                "in an object, a word is a key, not a call",
                Slips.WRITE + "$1: { … }");
        slips.add(
                "(?<=\\})[ \\t]*;(?=[ \\t]*(?:" + known + ")[ \\t]*:)",
                "^unexpected ;",
                "separate the keys of an object with commas",
                Slips.WRITE + ",");
        slips.add(
                "\\$\\{[ \\t]*(\\w+)[ \\t]*\\}",
                "^unexpected",
                "values are inserted only into strings in backquotes",
                Slips.WRITE + "`${$1}`");
        slips.add(
                "\\bexpect[ \\t]*\\([ \\t]*\\{[ \\t]*errno[ \\t]*:[ \\t]*(\\w+)[ \\t]*\\}[ \\t]*,[ \\t]*(?!\\(|function\\b|\\w+[ \\t]*=>)(?=\\w)",
                "^expect does not take",
                "expect takes a function",
                Slips.WRITE + "expect({errno: $1}, () => …)");
        CSlips.addTo(slips, false);
        slips.add(
                "(?:^|(?<=[;{(=>.])|(?<=[;{(=>.] ))(" + known + ")[ \\t]+(?=[\\'\"\\w])(?!in\\b|of\\b|instanceof\\b)",
                "^unexpected",
                "in JavaScript, put arguments in parentheses",
                Slips.WRITE + "$1(…)");
        slips.add(
                "(?<=[\\w)}\\]'\"])[ \\t]+(\\w+)[ \\t]*:(?!:)",
                "^unexpected ident",
                "a comma is missing before $1",
                Slips.WRITE + ", $1: …");
        slips.add("\\.each\\b", "is not a function", "each is Groovy syntax", Slips.WRITE + ".forEach(x => …)");
        slips.add(
                "(?<![\\w.])(require|process|Java|java|setTimeout|setInterval|fetch|window|document)\\b",
                "^unknown name '(?:require|process|Java|java|setTimeout|setInterval|fetch|window|document)'",
                "$1 is not available to a script",
                "a script can use only kvmsh's words and JavaScript's standard library; include('guests.js') runs another script");
        slips.add("\\bawait\\b", "^await is only valid", "await: nothing is asynchronous in a script", "remove await");
        slips.add("(?<![\\w.])assert\\b", "^unknown name 'assert'", "", Slips.WRITE + "expect(() => …)");
        slips.add(
                "(?<![\\w.])(?!0[xXbBoO][0-9a-fA-F]+n?\\b|\\d+(?:n|[eE]\\d+)?\\b)\\d\\w*",
                "^Missing space after numeric literal",
                "$0 is not a number",
                "");
    }
}
