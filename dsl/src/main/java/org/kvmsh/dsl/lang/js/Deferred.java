package org.kvmsh.dsl.lang.js;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Calls a script's functions and refuses those whose work is deferred: async functions, generators, and functions that
 * return a promise. GraalJS settles promises only when the outermost evaluation leaves, so a word that called such a
 * function would take work that has not been done yet for done.
 *
 * @param kind of prelude.js: the functions that such a value comes from, in words; null for any other
 * @param nothing undefined
 */
record Deferred(Value kind, Value nothing) {
    private static final Pattern ASYNC = Pattern.compile("\\basync\\b(?=\\s*(function|\\(|\\w))|\\bPromise\\b");

    /** Calls a function and returns its result, which is not deferred. */
    Value call(Value function, Object... arguments) {
        refuseFunction(function);
        return returned(function, function.execute(arguments));
    }

    /** Refuses a function that is async or a generator before it is called. */
    void refuseFunction(Value function) {
        refuse(function, function);
    }

    /**
     * Checks the value that a function returned. Handlers are called at every exit: to compare with undefined costs 1
     * ns, isNull() 40.
     */
    Value returned(Value function, Value returned) {
        if (!returned.equals(nothing) && !returned.isNumber()) {
            refuse(returned, function);
        }
        return returned;
    }

    private void refuse(Value value, Value function) {
        refuse(value, () -> Places.site(function.getSourceLocation()));
    }

    /** The likely origin of a promise at a script's end: a promise does not record it. */
    static Site site(Source source) {
        Matcher made = ASYNC.matcher(source.getCharacters());
        return made.find() ? Places.site(source, made.start()) : Site.UNKNOWN;
    }

    /** Refuses a promise, a generator and a function that creates them. */
    void refuse(Value value, Supplier<Site> site) {
        if (value.hasMembers() && !value.isProxyObject()) {
            Value functions = kind.execute(value);
            if (functions.isString()) {
                throw new ScriptError(site.get(), functions.asString());
            }
        }
    }
}
