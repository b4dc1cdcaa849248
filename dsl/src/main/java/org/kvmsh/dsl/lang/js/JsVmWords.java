package org.kvmsh.dsl.lang.js;

import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;

/** The words of {@code vm}, in the form of an object's keys. */
public final class JsVmWords extends VmWords {
    private final WordCalls calls;

    JsVmWords(Places places, WordCalls calls) {
        super(places::here);
        this.calls = calls;
    }

    JsVmWords(Places places, WordCalls calls, VmConfig.Builder added) {
        super(places::here, added);
        this.calls = calls;
    }

    /** {@code vcpu: {real: 0x1000}}: the next one, unless it has {@code id:}. */
    @Override
    public void vcpu(Block block) {
        JsBlock said = (JsBlock) block;
        Object id = said.key("id");
        if (id == null) {
            super.vcpu(said);
        } else {
            vcpu(id, said.without("id"));
        }
    }

    /** {@code device: {type: KVM_DEV_TYPE_VFIO, attr: …}}. */
    public void device(Block block) {
        JsBlock said = (JsBlock) block;
        if (said.key("type") == null) {
            throw new ScriptError(here(), "device needs a type", "try: device: {type: KVM_DEV_TYPE_VFIO}");
        }
        device(said.key("type"), said.without("type"));
    }

    /** {@code on: {io: 0x3f8, do: e => print(e.text)}}. */
    public void on(Map<String, ?> keyAndFunction) {
        Map<String, Object> key = new HashMap<>(keyAndFunction);
        if (!(key.remove("do") instanceof Value function)) {
            throw new ScriptError(here(), "on needs a function", "try: on: {io: 0x3f8, do: e => print(e.text)}");
        }
        on(key, calls.handler(function));
    }
}
