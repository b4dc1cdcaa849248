package org.kvmsh.dsl.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.json.FactsJson;
import org.kvmsh.dsl.json.StructFacts;
import org.kvmsh.dsl.word.Word;

/** A system call. */
public final class SeenCall implements AsJson {
    private final Call call;
    private final TracedCall traced;

    SeenCall(Call call) {
        this.call = call;
        this.traced = null;
    }

    /** @param abi in whose words it is shown */
    public SeenCall(TracedCall traced, Abi abi) {
        this.call = traced.call(abi);
        this.traced = traced;
    }

    @Word(value = "the name of the ioctl or system call", example = "trace.all[0].name")
    public String getName() {
        return call.name();
    }

    @Word(
            value = "the kind of descriptor the call was made on: kvm, vm, vcpu or device; empty for a"
                    + " non-KVM call",
            example = "trace.all[0].on")
    public String getOn() {
        return call.on() == null ? "" : call.on().word();
    }

    @Word(value = "the call's argument as text, as the kernel received it", example = "trace.all[0].argument")
    public String getArgument() {
        return call.before();
    }

    @Word(
            value = "what the kernel wrote into the argument, as text; empty if nothing changed",
            example = "trace.all[0].result")
    public String getResult() {
        return call.after();
    }

    @Word(value = "the call's return value: 0 or more, or a negative errno", example = "trace.all[0].answer")
    public int getAnswer() {
        return call.answer();
    }

    @Word(
            value = "the ioctl's number on the board's architecture; 0 for a call that is not an ioctl",
            example = "trace.all[0].request")
    public Number getRequest() {
        return traced == null ? 0 : Integer.toUnsignedLong(traced.request());
    }

    @Word(
            value = "the argument's bytes as the kernel received them; empty for a plain value",
            example = "trace('KVM_SET_REGS').all[0].bytes")
    public byte[] getBytes() {
        return traced == null
                        || traced.memory().isEmpty()
                        || traced.memory().get(0).in() == null
                ? new byte[0]
                : traced.memory().get(0).in().clone();
    }

    @Word(
            value = "the proposal's role in the call: 'answered by the proposal', 'made by the proposal', or"
                    + " empty if no proposal was involved",
            example = "trace.all[0].proposal")
    public String getProposal() {
        return call.origin().isOwn() ? "" : call.origin().phrase();
    }

    @Word(
            value = "why kvmsh made the call: 'opening the board', 'probing the board', 'explaining an error',"
                    + " 'completing an exit', 'moving the machine'; for a kernel event, 'traced by the kernel';"
                    + " empty for a script's call",
            example = "trace.all[0].own")
    public String getOwn() {
        return call.origin().isOwn() ? call.origin().phrase() : "";
    }

    @Word(value = "when the call returned, in milliseconds since the session began", example = "trace.all[0].ms")
    public double getMs() {
        return traced == null ? 0 : traced.nanos() / 1e6;
    }

    @Word(
            value = "duration of the call in milliseconds, including the round trip to the board; 0 if"
                    + " unknown or for a kernel event",
            example = "trace.all[0].took")
    public double getTook() {
        return traced == null ? 0 : traced.took() / 1e6;
    }

    /** The members, and for programs also the fields of the argument and of what the kernel left in it. */
    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(FactsJson.members(this));
        facts.put("fd", call.fd() < 0 ? null : (Integer) call.fd());
        facts.put("errno", call.answer() < 0 ? Errno.name(-call.answer()) : null);
        facts.put("value", call.value());
        facts.put("fields", StructFacts.of(call.fields(false)));
        facts.put("resultFields", call.after().isEmpty() ? Map.of() : StructFacts.of(call.fields(true)));
        return facts;
    }

    @Override
    public String toString() {
        return CallText.of(call).strip();
    }
}
