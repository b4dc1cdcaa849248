package org.kvmsh.dsl.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.json.FactsJson;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.text.MarkedLine;

/** The plans of a script as one JSON document, with the end of each test and of the script. */
public final class PlansAsJson implements PlanReader {
    private final List<Object> plans = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Object> tests = new ArrayList<>();
    private String test;

    @Override
    public void plan(PlanOnPaper plan) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("test", test);
        ((Map<?, ?>) plan.facts()).forEach((name, fact) -> facts.put(name.toString(), fact));
        plans.add(facts);
    }

    @Override
    public void note(MarkedLine line) {
        notes.add(line.toString());
    }

    @Override
    public void testBegins(String name) {
        test = name;
    }

    @Override
    public void testEnds() {
        ended(end(null, null, null));
    }

    @Override
    public void testIsSkipped(String reason) {
        ended(end(reason, null, null));
    }

    @Override
    public void testStops(Failure why, boolean needsMachine) {
        ended(end(null, needsMachine ? why : null, needsMachine ? null : why));
    }

    private void ended(Map<String, Object> end) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", test);
        facts.putAll(end);
        tests.add(facts);
        test = null;
    }

    /**
     * The end of a test or a script; all three are null where it was followed to its end.
     *
     * @param skipped the reason
     * @param needsMachine the first line that needs a machine
     */
    private static Map<String, Object> end(String skipped, Failure needsMachine, Failure error) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("skipped", skipped);
        facts.put("needsMachine", needsMachine);
        facts.put("error", error);
        return facts;
    }

    /**
     * The document; the first three are null where the script was followed to its end.
     *
     * @param skipped why it is skipped
     * @param needsMachine the first line that needs a machine
     * @param error why it ends otherwise
     * @param notChecked what the check of the script could not know, a line each
     */
    public String document(String skipped, Failure needsMachine, Failure error, List<String> notChecked) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("plans", plans);
        facts.put("tests", tests);
        facts.put("notes", notes);
        facts.put("notChecked", notChecked);
        facts.putAll(end(skipped, needsMachine, error));
        return FactsJson.of(facts);
    }
}
