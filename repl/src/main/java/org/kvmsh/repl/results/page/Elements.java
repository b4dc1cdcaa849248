package org.kvmsh.repl.results.page;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.kvmsh.repl.results.XmlCharacters;

/** Elements of HTML, written one after the other. The JDK's writer of XML escapes texts; what it writes is HTML too. */
final class Elements {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    Elements() {
        try {
            xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeDTD("<!DOCTYPE html>");
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An element and what is in it. */
    Elements element(String name, Map<String, String> attributes, Runnable inside) {
        try {
            xml.writeCharacters("\n");
            xml.writeStartElement(name);
            attributes(attributes);
            inside.run();
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    Elements element(String name, Runnable inside) {
        return element(name, Map.of(), inside);
    }

    Elements element(String name, Map<String, String> attributes, String inside) {
        return element(name, attributes, () -> text(inside));
    }

    Elements element(String name, String inside) {
        return element(name, Map.of(), inside);
    }

    /** One that never has anything in it. */
    Elements empty(String name, Map<String, String> attributes) {
        try {
            xml.writeCharacters("\n");
            xml.writeEmptyElement(name);
            attributes(attributes);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    Elements text(String characters) {
        try {
            xml.writeCharacters(XmlCharacters.of(characters));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** In this order. */
    static Map<String, String> attributes(String... namesAndValues) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return attributes;
    }

    private void attributes(Map<String, String> attributes) throws XMLStreamException {
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            xml.writeAttribute(each.getKey(), XmlCharacters.of(each.getValue()));
        }
    }

    @Override
    public String toString() {
        try {
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text + "\n";
    }
}
