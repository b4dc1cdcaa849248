package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.MetaMethod;
import groovy.lang.MissingMethodException;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.MethodClosure;

/**
 * A function of a text that later texts call by its name. Groovy's own would look for the name again, as a variable, if
 * the function does not take the arguments, and would find itself.
 */
final class KeptFunction extends MethodClosure {
    private static final long serialVersionUID = 1L;

    KeptFunction(KvmScript script, String name) {
        super(script, name);
    }

    /** The error of a name that no text can call, or whose block in a variable does not take these arguments. */
    static MissingMethodException missing(KvmScript script, String name, Object... arguments) {
        return script.getBinding().hasVariable(name)
                        && script.getBinding().getVariable(name) instanceof Closure<?> block
                ? new MissingMethodException("call", block.getClass(), arguments)
                : new MissingMethodException(name, script.getClass(), arguments);
    }

    /** Groovy calls it with one argument. */
    @Override
    protected Object doCall(Object argument) {
        return doCall(InvokerHelper.asUnwrappedArray(argument));
    }

    /** Groovy calls it with any other number of arguments. */
    Object doCall(Object... given) {
        MetaMethod found = InvokerHelper.getMetaClass(getOwner()).getMetaMethod(getMethod(), given);
        if (found == null) {
            throw new MissingMethodException(getMethod(), getOwner().getClass(), given);
        }
        return InvokerHelper.invokeMethod(getOwner(), getMethod(), given);
    }
}
