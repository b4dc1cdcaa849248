package org.kvmsh.bindings.abi.patch;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;

/**
 * A patch's section of the API document about an ioctl.
 *
 * @param section its number in the document
 * @param capability as written there, like the next four; empty if the section has none
 * @param text the paragraphs and code that follow
 * @param errors the reason for each errno, by the errno's name
 * @param coded the errors by the patch's code, which says less than a document
 */
public record IoctlHelp(
        String name,
        String section,
        String capability,
        String architectures,
        String type,
        String parameters,
        String returns,
        String text,
        Map<String, String> errors,
        List<CodedError> coded) {
    private static final Pattern WAY = Pattern.compile("\\((in|out|in/out|in, ?out|in and out|inout)\\)");
    private static final int MOST_PLACES = 4;
    private static final Pattern CAPABILITY = Pattern.compile("\\bKVM_CAP_\\w+");

    /** The help of an ioctl of which only the errors are described. */
    static IoctlHelp of(String name, Map<String, String> errors) {
        return new IoctlHelp(name, "", "", "", "", "", "", "", errors, List.of());
    }

    /** With more errors: what is said of an errno already counts. */
    IoctlHelp withErrors(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(errors);
        more.forEach(all::putIfAbsent);
        return new IoctlHelp(name, section, capability, architectures, type, parameters, returns, text, all, coded);
    }

    /** With further reasons for errors, also of an errno that has one already. */
    IoctlHelp withReasons(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(errors);
        more.forEach((errno, reason) -> all.merge(errno, reason, (one, other) -> one + "; or " + other));
        return new IoctlHelp(name, section, capability, architectures, type, parameters, returns, text, all, coded);
    }

    /** With the errors of the patch's code. */
    IoctlHelp withCoded(List<CodedError> code) {
        return new IoctlHelp(name, section, capability, architectures, type, parameters, returns, text, errors, code);
    }

    /** The places of the code that return an error, in one text for each errno's name. */
    public Map<String, String> places() {
        Map<String, List<CodedError>> byErrno = coded.stream()
                .collect(Collectors.groupingBy(CodedError::errno, LinkedHashMap::new, Collectors.toList()));
        Map<String, String> texts = new LinkedHashMap<>();
        byErrno.forEach((errno, places) -> {
            String first =
                    places.stream().limit(MOST_PLACES).map(CodedError::toString).collect(Collectors.joining("; or "));
            int more = places.size() - MOST_PLACES;
            texts.put(
                    errno,
                    more <= 0 ? first : first + "; or at " + more + (more == 1 ? " more place" : " more places"));
        });
        return texts;
    }

    /** The kinds of file descriptor that accept it; empty if the section names none. */
    Set<FdKind> on() {
        Set<FdKind> kinds = EnumSet.noneOf(FdKind.class);
        for (String word : type.toLowerCase(Locale.ROOT).split("[\\s,/()]+")) {
            switch (word) {
                case "system" -> kinds.add(FdKind.SYSTEM);
                case "vm" -> kinds.add(FdKind.VM);
                case "vcpu" -> kinds.add(FdKind.VCPU);
                case "device" -> kinds.add(FdKind.DEVICE);
                default -> {}
            }
        }
        return kinds;
    }

    /** The direction of its data; null if the section names none. */
    Direction data() {
        Matcher way = WAY.matcher(parameters);
        if (way.find()) {
            return switch (way.group(1)) {
                case "in" -> Direction.IN;
                case "out" -> Direction.OUT;
                default -> Direction.IN_OUT;
            };
        }
        return parameters.strip().equals("none") ? Direction.NONE : null;
    }

    /** The capability for it; null if the section names none. */
    String announcedBy() {
        Matcher named = CAPABILITY.matcher(capability);
        return named.find() ? named.group() : null;
    }
}
