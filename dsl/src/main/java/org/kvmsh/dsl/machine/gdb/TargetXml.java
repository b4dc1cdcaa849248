package org.kvmsh.dsl.machine.gdb;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.register.TargetDescription.Described;

/** A target description as gdb reads it (gdb manual, "Target Description Format"). */
final class TargetXml {
    private TargetXml() {}

    static String of(TargetDescription target) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument();
            xml.writeDTD("<!DOCTYPE target SYSTEM \"gdb-target.dtd\">");
            xml.writeStartElement("target");
            xml.writeStartElement("architecture");
            xml.writeCharacters(target.architecture());
            xml.writeEndElement();
            String feature = "";
            for (Described register : target.registers()) {
                if (!register.feature().equals(feature)) {
                    if (!feature.isEmpty()) {
                        xml.writeEndElement();
                    }
                    feature = register.feature();
                    xml.writeStartElement("feature");
                    xml.writeAttribute("name", feature);
                }
                xml.writeEmptyElement("reg");
                xml.writeAttribute("name", register.name());
                xml.writeAttribute("bitsize", Integer.toString(register.bits()));
                if (!register.type().isEmpty()) {
                    xml.writeAttribute("type", register.type());
                }
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
