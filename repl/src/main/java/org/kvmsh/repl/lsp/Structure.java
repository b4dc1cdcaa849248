package org.kvmsh.repl.lsp;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.kvmsh.dsl.complete.Declaration;
import org.kvmsh.dsl.complete.NameDeclarations;
import org.kvmsh.dsl.complete.Outline;
import org.kvmsh.dsl.lang.Language;

/** The tests, machines and functions of a script, and where its names are declared. */
final class Structure {
    private Structure() {}

    /** @param nested whether the editor shows what is within another; otherwise it gets a plain list */
    static List<Either<SymbolInformation, DocumentSymbol>> symbols(OpenScript script, boolean nested) {
        List<Declaration> declarations = Outline.of(script.text(), isJs(script));
        return nested
                ? tree(script, declarations).stream()
                        .map(symbol -> Either.<SymbolInformation, DocumentSymbol>forRight(symbol))
                        .toList()
                : declarations.stream()
                        .map(each -> Either.<SymbolInformation, DocumentSymbol>forLeft(new SymbolInformation(
                                each.name(), kind(each), new Location(script.uri(), range(script, each)))))
                        .toList();
    }

    private static List<DocumentSymbol> tree(OpenScript script, List<Declaration> declarations) {
        List<DocumentSymbol> top = new ArrayList<>();
        List<Declaration> around = new ArrayList<>();
        List<DocumentSymbol> symbols = new ArrayList<>();
        for (Declaration each : declarations) {
            DocumentSymbol symbol = new DocumentSymbol(
                    each.name().isEmpty() ? "''" : each.name(),
                    kind(each),
                    range(script, each),
                    new Range(script.position(each.at()), script.position(each.to())));
            symbol.setChildren(new ArrayList<>());
            while (!around.isEmpty() && around.get(around.size() - 1).end() <= each.from()) {
                around.remove(around.size() - 1);
                symbols.remove(symbols.size() - 1);
            }
            (symbols.isEmpty() ? top : symbols.get(symbols.size() - 1).getChildren()).add(symbol);
            around.add(each);
            symbols.add(symbol);
        }
        return top;
    }

    private static SymbolKind kind(Declaration declaration) {
        return switch (declaration.kind()) {
            case TEST -> SymbolKind.Method;
            case MACHINE -> SymbolKind.Object;
            case FUNCTION -> SymbolKind.Function;
            case VARIABLE -> SymbolKind.Variable;
        };
    }

    private static Range range(OpenScript script, Declaration declaration) {
        return new Range(script.position(declaration.from()), script.position(declaration.end()));
    }

    /** The declaration of the name at a position, or the file that an {@code include} there names; empty for none. */
    static List<Location> definition(OpenScript script, Position at) {
        int offset = script.offset(at);
        String file = NameDeclarations.included(script.text(), isJs(script), offset);
        if (file != null) {
            return included(script, file);
        }
        Declaration found = NameDeclarations.of(script.text(), isJs(script), offset);
        return found == null
                ? List.of()
                : List.of(new Location(
                        script.uri(), new Range(script.position(found.at()), script.position(found.to()))));
    }

    private static List<Location> included(OpenScript script, String name) {
        try {
            Path file = script.directory().resolve(name).normalize();
            Position start = new Position(0, 0);
            return Files.isRegularFile(file)
                    ? List.of(new Location(file.toUri().toString(), new Range(start, start)))
                    : List.of();
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    private static boolean isJs(OpenScript script) {
        return script.language() == Language.JS;
    }
}
