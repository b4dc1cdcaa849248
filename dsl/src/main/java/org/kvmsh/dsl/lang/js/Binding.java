package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.Expression;
import java.util.ArrayList;
import java.util.List;

/** A variable, a parameter or a function of a script, with all that the script assigns to it. */
final class Binding {
    private final List<Expression> given = new ArrayList<>();
    private final List<Expression> lists = new ArrayList<>();
    private boolean isAnything;
    private StaticValue argument;

    /** It gets the value of an expression. */
    void give(Expression value) {
        given.add(value);
    }

    /** It gets each element of a list. */
    void giveElements(Expression list) {
        lists.add(list);
    }

    /** It gets a value that is not followed, as by a pattern. */
    void giveAnything() {
        isAnything = true;
    }

    /** It is a parameter of a function that kvmsh calls. */
    void argument(StaticValue value) {
        argument = value;
    }

    /** The value that kvmsh gives a parameter; null for other names. */
    StaticValue argument() {
        return given.isEmpty() && lists.isEmpty() ? argument : null;
    }

    /** The expressions whose values it gets; empty if there are others too. */
    List<Expression> given() {
        return isAnything || !lists.isEmpty() ? List.of() : given;
    }

    /** The lists whose elements it gets; empty if it gets other values too. */
    List<Expression> lists() {
        return isAnything || !given.isEmpty() ? List.of() : lists;
    }
}
