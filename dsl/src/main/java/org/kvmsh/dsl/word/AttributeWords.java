package org.kvmsh.dsl.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kvmsh.dsl.config.DeviceConfig;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The words inside {@code device(TYPE) { }}. */
public class AttributeWords {
    private final Supplier<Site> here;
    private final Site site;
    private final Object type;
    private final List<DeviceConfig.Attribute> attributes = new ArrayList<>();

    public AttributeWords(Object type, Supplier<Site> here) {
        this.type = type;
        this.here = here;
        this.site = here.get();
    }

    public final DeviceConfig config() {
        return new DeviceConfig(type, attributes, site);
    }

    @Word(
            value = "set a device attribute; value: is the attribute's value, size: is 4 or 8 bytes (default 8); omit"
                    + " value: if the attribute takes none",
            example = "attr group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, value: 64, size: 4",
            named = {"group", "attr", "value", "size"})
    public void attr(Map<String, ?> arguments) {
        NamedArguments named = Vocabulary.named(getClass(), "attr", arguments, here.get());
        if (named.get("group") == null) {
            named.required("group");
        }
        Long size = named.longOrNull("size");
        if (size != null && size != Integer.BYTES && size != Long.BYTES) {
            throw new ScriptError(
                    here.get(), "size: must be 4 or 8 (the size of the attribute's value in bytes), not " + size);
        }
        Object attr = named.get("attr");
        attributes.add(new DeviceConfig.Attribute(
                named.get("group"),
                attr == null ? (Object) 0L : attr,
                named.longOrNull("value"),
                size == null ? Long.BYTES : size.intValue(),
                here.get()));
    }
}
