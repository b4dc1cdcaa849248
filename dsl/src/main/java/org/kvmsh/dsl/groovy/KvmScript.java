package org.kvmsh.dsl.groovy;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.Session;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.word.Word;

/** What every Groovy script is: the words at its top level. */
public abstract class KvmScript extends Script {
    private Session session;

    void session(Session current) {
        session = current;
    }

    /** {@code kvm}, and the names of the board's headers, are there unless the script has its own of that name. */
    @Override public Object getProperty(String name) {
        if (name.equals("kvm") && !getBinding().hasVariable(name)) {
            return session.kvm();
        }
        if (!name.startsWith("KVM_") || getBinding().hasVariable(name)) {
            return super.getProperty(name);
        }
        Object found = session.named(name);
        if (found == null) {
            throw new ScriptError(Site.UNKNOWN, "there is no " + name + " on " + session.board().kernel().abi().table(), session.nearest(name));
        }
        return found;
    }

    @Word(value = "make a VM on the board at hand and give it as a machine", example = "def m = vm { memory at: 0, size: 64.KB }", block = true)
    public Machine vm(@DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        GroovyVmWords words = new GroovyVmWords(this);
        inside(words, block);
        return session.bringUp(words.spec());
    }

    @Word(value = "what must be true: each line of the block", example = "expect { m.regs.rax == 42 }", block = true)
    public void expect(Closure<?> block) {
        block.call();
        session.expectationHeld();
    }

    /** Calls a block with its words; the script is then again where the block stands. */
    static void inside(Object words, Closure<?> block) {
        Closure<?> own = (Closure<?>) block.clone();
        own.setDelegate(words);
        own.setResolveStrategy(Closure.DELEGATE_FIRST);
        Site before = Cursor.here();
        own.call();
        Cursor.at(before.source(), before.line(), before.column());
    }
}
