package org.kvmsh.dsl.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The words inside {@code guest { }}. */
public class CGuestWords {
    private final Supplier<Site> here;
    private final Site site;
    private String text;
    private String file;
    private Long size;
    private List<Long> args = List.of();

    public CGuestWords(Supplier<Site> here) {
        this.here = here;
        this.site = here.get();
    }

    final LoadConfig config() {
        if (text == null && file == null) {
            throw new ScriptError(
                    site,
                    "guest needs c or file",
                    "try: guest { c 'int main(void) { return 0; }' }, or: guest file: 'x.c'");
        }
        return new LoadConfig(0, new Image.Guest(text, file, size, args), site);
    }

    private void once() {
        if (text != null || file != null) {
            throw new ScriptError(here.get(), "a guest takes one C source: inline code or a file");
        }
    }

    @Word(
            value = "the guest's C source; it must define int main(void). kvmsh includes kvmsh.h before it",
            example = "c 'int main(void) { return 7; }'",
            js = "g.c('int main(void) { return 7; }')")
    public void c(CharSequence said) {
        once();
        text = said.toString();
    }

    @Word(value = "the guest's C source file, beside the script", example = "file 'guest.c'", js = "g.file('guest.c')")
    public void file(CharSequence said) {
        once();
        file = said.toString();
    }

    @Word(value = "the size of guest memory, default 4 MiB", example = "size 16.MB", js = "g.size(MB(16))")
    public void size(Number bytes) {
        size = Bits64.of(bytes, "the size of guest memory", 1, Long.MAX_VALUE, here.get());
    }

    @Word(
            value = "the integers that guest_arg(0), guest_arg(1) and so on return in the guest",
            example = "args([1, 0x2000])",
            js = "g.args([1, 0x2000])")
    public void args(Object integers) {
        // JavaScript calls a word once for each element of its value.
        List<Long> all = new ArrayList<>(args);
        for (Object each : integers instanceof List<?> list ? list : List.of(integers)) {
            all.add(Bits64.of(each, "guest_arg(" + all.size() + ")", here.get()));
        }
        args = List.copyOf(all);
    }

    /** The same as named arguments: a block of them. */
    public static Block ofArguments(Map<String, ?> arguments) {
        return words -> ((CGuestWords) words).with(arguments);
    }

    private CGuestWords with(Map<String, ?> arguments) {
        NamedArguments named =
                new NamedArguments("guest", List.of("c", "file", "size", "args"), "guest file: 'x.c'", arguments, site);
        named.ifGiven("c", said -> c(said.toString()));
        named.ifGiven("file", said -> file(said.toString()));
        named.ifGiven("size", bytes -> size(Bits64.of(bytes, "size:", 1, Long.MAX_VALUE, site)));
        named.ifGiven("args", this::args);
        return this;
    }
}
