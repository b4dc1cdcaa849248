package org.kvmsh.repl.results.format;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/**
 * Results as JSON: boards, in each its scripts, in each its tests, and of a test what failed and the refused call
 * behind it as values.
 */
public final class JsonText {
    private JsonText() {}

    /** The results of all boards, as a file has them. */
    public static byte[] of(List<RanBoard> boards) {
        return (Json.of(Map.of("boards", boards.stream().map(JsonText::board).toList())) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> board(RanBoard board) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", board.board());
        facts.put("about", board.about());
        facts.put("began", board.began().toString());
        facts.put("scriptsForOtherBoards", board.others().size());
        facts.put("scripts", board.listed().stream().map(JsonText::script).toList());
        return facts;
    }

    private static Map<String, Object> script(RanScript script) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("script", script.script());
        facts.put("ms", script.took().toMillis());
        facts.put("tests", script.tests().stream().map(RanTest::facts).toList());
        return facts;
    }
}
