package org.kvmsh.specs.kit

/** The environment of a machine without KVM, tools, cache and configuration. */
class NoBoards {
    static final Map<String, String> ENVIRONMENT = [PATH: '', KVMSH_KVM: '/nonexistent', XDG_CACHE_HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent']
}
