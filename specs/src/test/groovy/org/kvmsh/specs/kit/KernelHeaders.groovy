package org.kvmsh.specs.kit

/** The UAPI headers of the committed tables, which bindings/fetch-headers unpacks. */
class KernelHeaders {
    /** Their directory, null before they were fetched. */
    static File folder() {
        def cache = System.getenv('XDG_CACHE_HOME') ?: "${System.getenv('HOME') ?: System.getProperty('user.home')}/.cache"
        def usr = new File("$cache/kvmsh/headers/7.2.13/usr")
        usr.directory ? usr : null
    }
}
