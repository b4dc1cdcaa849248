package org.kvmsh.repl.lsp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ParameterInformation;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Tuple;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.complete.Completion;
import org.kvmsh.dsl.complete.Completions;
import org.kvmsh.dsl.complete.Signature;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.reference.ArgumentSentences;

/** The answers for a position in a script: what may be typed there, and what the name there means. For one thread. */
final class Answers {
    private final PaperBoards boards;
    private NamePages pages;
    /** The completions of the last list: an editor asks for the text of the item that is selected in it. */
    private final Map<String, Completion> offered = new HashMap<>();

    private OpenScript offeredIn;

    Answers(KernelHeaders headers) {
        this.boards = new PaperBoards(headers);
    }

    /** Read at first use: the reference is most of a start. */
    private NamePages pages() {
        if (pages == null) {
            pages = new NamePages();
        }
        return pages;
    }

    CompletionList completions(OpenScript script, Position at) {
        int caret = script.offset(at);
        String before = script.text().substring(0, caret);
        int begun = Kvmsh.begun(script.language(), before).length();
        Range replaced = new Range(script.position(caret - begun), script.position(caret));
        offered.clear();
        offeredIn = script;
        List<CompletionItem> items = new ArrayList<>();
        for (Completion completion : completions(script, before)) {
            offered.put(completion.text(), completion);
            items.add(item(completion, replaced, items.size(), script.text().startsWith(":", caret)));
        }
        // Kernel names are offered only for a prefix, so the next letter may need a new list.
        return new CompletionList(true, items);
    }

    private List<Completion> completions(OpenScript script, String before) {
        return Completions.of(before, boards.of(script).scene(script.language()).in(script.directory()));
    }

    /** @param colon whether a named argument's colon is there already */
    private static CompletionItem item(Completion completion, Range replaced, int index, boolean colon) {
        boolean argument = completion.group() == Completion.Group.ARGUMENT;
        CompletionItem item = new CompletionItem(completion.text());
        item.setKind(kind(completion.group()));
        item.setDetail(completion.about().isEmpty() ? completion.group().title() : completion.about());
        item.setSortText(String.format("%05d", index));
        item.setFilterText(completion.text());
        item.setTextEdit(Either.forLeft(new TextEdit(
                replaced,
                argument && colon
                        ? completion.text().replaceFirst(":$", "")
                        : argument ? completion.text() + " " : completion.text())));
        return item;
    }

    private static CompletionItemKind kind(Completion.Group group) {
        return switch (group) {
            case ARGUMENT -> CompletionItemKind.Property;
            case VALUE -> CompletionItemKind.EnumMember;
            case MEMBER -> CompletionItemKind.Method;
            case OWN -> CompletionItemKind.Variable;
            case WORD -> CompletionItemKind.Function;
            case LANGUAGE -> CompletionItemKind.Keyword;
            case KERNEL -> CompletionItemKind.Constant;
            case FILE -> CompletionItemKind.File;
        };
    }

    /** An item of the last list with its text. */
    CompletionItem documented(CompletionItem item) {
        Completion completion = offered.get(item.getLabel());
        String page = completion == null
                ? ""
                : pages().of(
                                completion,
                                boards.of(offeredIn).session().board().kernel().abi());
        if (!page.isEmpty()) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, page));
        }
        return item;
    }

    /** The word whose arguments are typed, or that the caret is in, with its arguments; null for none. */
    SignatureHelp signature(OpenScript script, Position at) {
        Signature signature = Signature.of(
                script.text().substring(0, end(script.text(), script.offset(at))),
                boards.of(script).scene(script.language()).in(script.directory()));
        if (signature == null) {
            return null;
        }
        boolean js = script.language() == Language.JS;
        StringBuilder label = new StringBuilder(signature.word()).append(js ? "(" : " ");
        List<ParameterInformation> parameters = new ArrayList<>();
        boolean named = false;
        for (String argument : signature.arguments()) {
            label.append(parameters.isEmpty() ? "" : ", ");
            // In JavaScript the named arguments are an object's keys.
            label.append(js && !named && argument.endsWith(":") ? "{" : "");
            named |= argument.endsWith(":");
            ParameterInformation parameter = new ParameterInformation();
            parameter.setLabel(Tuple.two(label.length(), label.length() + argument.length()));
            String sentence = ArgumentSentences.of(signature.word(), argument.replaceFirst(":$", ""));
            if (!sentence.isEmpty()) {
                parameter.setDocumentation(sentence);
            }
            parameters.add(parameter);
            label.append(argument);
        }
        label.append(js ? named ? "})" : ")" : "");
        SignatureInformation shown = new SignatureInformation(label.toString().strip(), signature.about(), parameters);
        return new SignatureHelp(List.of(shown), 0, signature.current() < 0 ? null : signature.current());
    }

    /** The end of the name at an offset. */
    private static int end(String text, int offset) {
        int to = offset;
        while (to < text.length() && Character.isJavaIdentifierPart(text.charAt(to))) {
            to++;
        }
        return to;
    }

    /** Null where there is no name, or an unknown one. */
    Hover hover(OpenScript script, Position at) {
        String text = script.text();
        int from = script.offset(at);
        int to = end(text, from);
        while (from > 0 && Character.isJavaIdentifierPart(text.charAt(from - 1))) {
            from--;
        }
        String name = text.substring(from, to);
        if (name.isEmpty()) {
            return null;
        }
        Kvmsh kvmsh = boards.of(script);
        Completion meant = completions(script, text.substring(0, to)).stream()
                .filter(completion -> completion.text().replaceFirst(":$", "").equals(name))
                .findFirst()
                .orElse(new Completion(name, Completion.Group.KERNEL, ""));
        String page = pages().of(meant, kvmsh.session().board().kernel().abi());
        return page.isEmpty()
                ? null
                : new Hover(
                        new MarkupContent(MarkupKind.MARKDOWN, page),
                        new Range(script.position(from), script.position(to)));
    }
}
