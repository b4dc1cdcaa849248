package org.kvmsh.dsl.machine.gdb;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.kvmsh.bindings.text.TsvTable;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.register.TargetDescription.Described;

/** A target description as gdb reads it (gdb manual, "Target Description Format"). */
final class TargetXml {
    /** The beginning of the names of features that are not gdb's own. */
    private static final String OWN = "org.kvmsh.";

    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String TYPE = "type";

    private final XMLStreamWriter xml;
    private final Map<String, List<String[]>> unions = TsvTable.rows(TargetXml.class, "gdb-types.tsv").stream()
            .collect(Collectors.groupingBy(row -> row[0], LinkedHashMap::new, Collectors.toList()));

    private TargetXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String of(TargetDescription target) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new TargetXml(xml).write(target);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private void write(TargetDescription target) throws XMLStreamException {
        xml.writeStartDocument();
        xml.writeDTD("<!DOCTYPE target SYSTEM \"gdb-target.dtd\">");
        xml.writeStartElement("target");
        xml.writeStartElement("architecture");
        xml.writeCharacters(target.architecture());
        xml.writeEndElement();
        Map<String, List<Described>> features = target.registers().stream()
                .collect(Collectors.groupingBy(Described::feature, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Described>> feature : features.entrySet()) {
            xml.writeStartElement("feature");
            xml.writeAttribute(NAME, feature.getKey());
            List<String> defined = new ArrayList<>();
            for (Described register : feature.getValue()) {
                define(register.type(), defined);
            }
            for (Described register : feature.getValue()) {
                write(register);
            }
            xml.writeEndElement();
        }
        xml.writeEndDocument();
    }

    private void write(Described register) throws XMLStreamException {
        xml.writeEmptyElement("reg");
        xml.writeAttribute(NAME, register.name());
        xml.writeAttribute("bitsize", Integer.toString(register.bits()));
        if (!register.type().isEmpty()) {
            xml.writeAttribute(TYPE, register.type());
        }
        if (register.feature().startsWith(OWN)) {
            // For info registers system.
            xml.writeAttribute("group", "system");
        }
    }

    /** A feature defines each type before it is used, and those that the type is made of before it. */
    private void define(String type, List<String> defined) throws XMLStreamException {
        List<String[]> members = unions.getOrDefault(type, List.of());
        if (members.isEmpty() || defined.contains(type)) {
            return;
        }
        defined.add(type);
        for (String[] member : members) {
            define(member[2], defined);
            if (isVector(member)) {
                xml.writeEmptyElement("vector");
                xml.writeAttribute(ID, vector(member));
                xml.writeAttribute(TYPE, member[2]);
                xml.writeAttribute("count", member[3]);
            }
        }
        xml.writeStartElement("union");
        xml.writeAttribute(ID, type);
        for (String[] member : members) {
            xml.writeEmptyElement("field");
            xml.writeAttribute(NAME, member[1]);
            xml.writeAttribute(TYPE, isVector(member) ? vector(member) : member[2]);
        }
        xml.writeEndElement();
    }

    private static boolean isVector(String... member) {
        return !member[3].equals("1");
    }

    private static String vector(String... member) {
        return member[0] + "_" + member[1];
    }
}
