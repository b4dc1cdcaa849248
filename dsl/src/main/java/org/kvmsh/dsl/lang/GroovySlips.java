package org.kvmsh.dsl.lang;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.dsl.word.Word;

/** Mistakes in Groovy of people used to another language. */
final class GroovySlips {
    private GroovySlips() {}

    static void addTo(Slips slips, WordTable words) {
        String known = String.join("|", words.words().keySet());
        Set<String> names = new TreeSet<>();
        words.words().values().stream().map(Word::named).forEach(some -> names.addAll(List.of(some)));
        String named = String.join("|", names);
        slips.add(
                "\\b(vm|plan|more)[ \\t]*\\([ \\t]*\\{[ \\t]*(\\w+)[ \\t]*:",
                "write a block without parentheses around it and without colons after the words in it",
                Slips.WRITE + "$1 { $2 … }");
        slips.add(
                ",(?=[ \\t]*\\n\\s*(?:" + known + ")\\b(?![ \\t]*:))",
                "is a word that takes arguments",
                "unexpected comma",
                "remove it");
        slips.add(
                "(?<![\\w.])(\\d+)[ \\t]*(KB|MB|GB|ms|s|min)\\b",
                "",
                "$0 is not a number: put a dot before the unit",
                Slips.WRITE + "$1.$2");
        slips.add("(?<![\\w.])(?:0x)?([0-9][0-9a-fA-F]*)h\\b", "$0 is not a number", Slips.WRITE + "0x$1");
        slips.add(
                "\\b(expect)\\s*\\(\\s*(E[A-Z0-9]+)\\s*\\)\\s*\\{",
                "expect takes the errno as a named argument",
                Slips.WRITE + "expect(errno: $2) { … }");
        slips.add(
                "\\b(test|expect|on|vcpu|device|proposal)[ \\t]*\\(([^(){}\\n,]*?)(?<![,\\s(])[ \\t]*\\{",
                "^unknown word|does not take|^unexpected",
                "put parentheses around the arguments before a block",
                Slips.WRITE + "$1($2) { … }");
        slips.add(
                "\\b(test|expect|on|vcpu|device|proposal)[ \\t]+((?!=|->)[^(){};,\\s][^(){};\\n"
                        + "]*?)(?<![,\\s])[ \\t]*\\{",
                "put parentheses around the arguments before a block",
                Slips.WRITE + "$1($2) { … }");
        slips.add("\\b(const|let)[ \\t]+(\\w+)[ \\t]*=(?!=)", "$1 is JavaScript syntax", Slips.WRITE + "def $2 = …");
        slips.add(
                "(?<=[\\w)])[ \\t]*=>",
                "=> is JavaScript syntax: write the block in braces",
                Slips.WRITE + "{ e -> … }");
        slips.add(
                "(?<=\\))(?:[ \\t]+->|->(?![A-Za-z_]))",
                "^unexpected",
                "put -> inside the braces of the block",
                Slips.WRITE + "{ e -> … }");
        slips.add(
                "\\{[ \\t]*\\|[ \\t]*(\\w+)[ \\t]*\\|",
                "^unexpected",
                "the names of a block's arguments come before ->",
                Slips.WRITE + "{ $1 -> … }");
        slips.add(
                "\\b(\\w+)[ \\t]*\\([ \\t]*\\{[ \\t]*(\\w+)[ \\t]*:",
                "in Groovy, write named arguments without braces",
                Slips.WRITE + "$1($2: …)");
        slips.add(
                "\\b(\\w+)\\.regs[ \\t(]+(\\w+)[ \\t]*:",
                "$1.regs reads and assigns one register at a time",
                Slips.WRITE + "$1.reg $2: VALUE, or $1.regs.$2 = VALUE");
        slips.add(
                "(?:(?<=\\.KB|\\.MB|\\.GB|[0-9'\"\\]}])|(?<=\\b0x[0-9a-fA-F]{1,16}))[ \\t]+(" + known
                        + ")\\b(?![ \\t]*[:=.,)])",
                "a ; is missing before $1",
                "separate statements on one line with ;");
        slips.add(
                "(?<=\\b\\w{1,30}:[ \\t]{0,3}[^\\s,;{}]{1,60})[ \\t]+(" + named + ")[ \\t]*:(?!:)",
                "^unexpected",
                "a comma is missing before $1",
                Slips.WRITE + ", $1: …");
        slips.add(
                "\\b(" + known + ")[ \\t]*:[ \\t]*\\{",
                "^unexpected",
                "$1 is a word: remove the colon after it",
                Slips.WRITE + "$1 NAME: VALUE");
        slips.add(",(?=\\s*\\})", "^unexpected", "unexpected comma", "remove it");
        slips.add(
                "(?<![\\w.])(vm|more|plan)[ \\t]*\\([ \\t]*\\)",
                "does not accept null here|needs an argument",
                "$1 takes a block",
                Slips.WRITE + "$1 { … }");
        slips.add("`", "^unexpected", "put a string in ' or \" quotes", Slips.WRITE + "'text'");
        slips.add(
                "\\b(?:function|fun|fn|func)[ \\t]+(\\w+)[ \\t]*\\(",
                "define a function with the keyword def",
                Slips.WRITE + "def $1(…) { … }");
        slips.add(
                "(\\w+)[ \\t]*([&|])[ \\t]*(\\w+)[ \\t]*([!=]=)[ \\t]*(\\w+)",
                "do not support [&|]$",
                "$4 binds tighter than $2",
                Slips.WRITE + "($1 $2 $3) $4 $5");
        slips.add(
                "\\bconsole\\.log\\b",
                "^no machine yet|\\blog\\b",
                "console.log is JavaScript syntax",
                Slips.WRITE + "println 'text'");
        slips.add(
                "\\b(println|print)\\b",
                "^(?:println|print) does not take",
                "$1 takes one value",
                Slips.WRITE + "$1 \"${a} ${b}\"");
        slips.add("(?<![\\w.])kvm[ \\t]*\\{", "^unknown word", "vm creates a machine", Slips.WRITE + "vm { … }");
        slips.add(
                "(?<![\\w.])([A-Za-z]\\w*)[ \\t(]+(0x\\w+|\\d+)[ \\t]+(?=\\w)",
                "^a (?:number|guest bytes|nothing|string) has no \\d|^unknown name '\\d",
                "a comma is missing after $2",
                Slips.WRITE + "$1 $2, …");
        CSlips.addTo(slips, true);
        // {@code run until hlt}, and not {@code code asm: 'hlt'}, whose first name is no argument
        for (String name : names) {
            // A word at the beginning of a line may go on with the line before.
            slips.add(
                    (words.words().containsKey(name) ? "(?<=\\S[ \\t(,])(" : "(?<=[ \\t(,])(") + name
                            + ")[ \\t]+([\\w.-]++|'[^'\n]*'|\"[^\"\n]*\")(?![ \\t]*:)",
                    "'" + name + "'|^" + name + " is a word that takes arguments",
                    "$1 is a named argument: add a colon after it",
                    Slips.WRITE + "$1: $2");
        }
        slips.add(
                "(?<![\\w.])(?!0[xXbB]|\\d[\\d_]*(?:[lLiIgGdDfF]|[eE]\\d+)?\\b)\\d\\w*",
                "^cannot access",
                "$0 is not a number",
                "");
    }
}
