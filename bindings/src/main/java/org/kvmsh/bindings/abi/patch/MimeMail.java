package org.kvmsh.bindings.abi.patch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/**
 * A mail in parts, or with an encoded text, as git mailinfo decodes it; each line has the number of its source line.
 */
final class MimeMail {
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][\\w-]{0,60}:.*");
    private static final Pattern ENCODED = Pattern.compile(
            "(?i)content-transfer-encoding:\\s*(?:quoted-printable|base64).*|content-type:\\s*(?:multipart|message)/.*|(?:subject|from):.*=\\?.*");
    /** The fields from which the head of a patch is read. */
    private static final Set<String> HEAD = Set.of("subject", "from", "date");

    private static final int LONGEST = 1000;

    private final List<GivenLine> given;
    private final String text;
    private final List<GivenLine> decoded = new ArrayList<>();
    /** The position in the text up to which its parts were found. */
    private int at;

    MimeMail(List<GivenLine> given) {
        this.given = given;
        StringBuilder joined = new StringBuilder();
        given.stream()
                .skip(given.get(0).text().startsWith("From ") ? 1 : 0)
                .forEach(line -> joined.append(line.text()).append('\n'));
        this.text = new String(joined.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Whether a mail's header declares its text as encoded. */
    static boolean isEncoded(List<GivenLine> mail) {
        int first = 0;
        while (first < mail.size()
                && (mail.get(first).text().isBlank() || mail.get(first).text().startsWith("From "))) {
            first++;
        }
        for (int i = first; i < mail.size() && !mail.get(i).text().isBlank(); i++) {
            String line = mail.get(i).text();
            String start = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
            boolean folded = i > first && (line.startsWith(" ") || line.startsWith("\t"));
            if (!folded && !FIELD.matcher(start).matches()) {
                return false;
            }
            if (ENCODED.matcher(start).matches() || folded && start.contains("=?")) {
                return true;
            }
        }
        return false;
    }

    List<GivenLine> decoded() {
        MimeTokenStream stream = new MimeTokenStream(new MimeConfig.Builder()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .build());
        stream.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        try {
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                if (state == EntityState.T_FIELD) {
                    field(stream.getField());
                } else if (state == EntityState.T_END_HEADER) {
                    decoded.add(new GivenLine(number(at), "", false));
                } else if (state == EntityState.T_BODY) {
                    body(stream.getBodyDescriptor(), stream.getInputStream().readAllBytes());
                }
            }
        } catch (MimeException | IOException e) {
            throw new PatchError(given.get(0).number(), "the mail cannot be decoded: " + e.getMessage(), e);
        }
        return decoded;
    }

    /** On one line, without the encoding of what is not ASCII. */
    private void field(Field field) {
        if (HEAD.contains(field.getName().toLowerCase(Locale.ROOT))) {
            decoded.add(new GivenLine(
                    number(at),
                    field.getName() + ": "
                            + DecoderUtil.decodeEncodedWords(field.getBody(), StandardCharsets.UTF_8)
                                    .strip()
                                    .replaceAll("\\s+", " "),
                    false));
        }
    }

    private void body(BodyDescriptor part, byte[] raw) throws IOException {
        String here = new String(raw, StandardCharsets.ISO_8859_1);
        int found = text.indexOf(here, at);
        int first = found < 0 ? at : found;
        at = first + here.length();
        InputStream in = new ByteArrayInputStream(raw);
        String encoding = part.getTransferEncoding() == null
                ? ""
                : part.getTransferEncoding().toLowerCase(Locale.ROOT);
        byte[] bytes = switch (encoding) {
            case "quoted-printable" -> new QuotedPrintableInputStream(in).readAllBytes();
            case "base64" -> new Base64InputStream(in).readAllBytes();
            default -> raw;
        };
        String written = new String(bytes, charset(part.getCharset()));
        if (!isText(part, written)) {
            return;
        }
        EncodedLines numbers = new EncodedLines(here, encoding);
        int line = number(first);
        int byteAt = 0;
        for (String one : written.split("\n", -1)) {
            decoded.add(new GivenLine(
                    line + numbers.next(byteAt), one.endsWith("\r") ? one.substring(0, one.length() - 1) : one, false));
            byteAt += one.getBytes(StandardCharsets.UTF_8).length + 1;
        }
    }

    /** Patches are sent as text, and attached with any type. */
    private static boolean isText(BodyDescriptor part, String written) {
        String type = part.getMimeType().toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                ? !type.equals("text/html")
                : !type.contains("signature")
                        && (written.startsWith("diff --git ")
                                || written.contains("\ndiff --git ")
                                || written.contains("\n@@ -"));
    }

    private static Charset charset(String name) {
        try {
            Charset named = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
            return named.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : named;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** The source line of an offset in the text. */
    private int number(int place) {
        int line = (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
        return given.get(Math.min(given.size() - 1, line + (given.get(0).text().startsWith("From ") ? 1 : 0)))
                .number();
    }
}
