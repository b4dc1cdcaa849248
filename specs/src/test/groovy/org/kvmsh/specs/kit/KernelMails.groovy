package org.kvmsh.specs.kit

/** The mails with the patches that the proposals come from; KVMSH_SEEDS names another directory of them. */
class KernelMails {
    /** Their directory, null where they are missing. */
    static File folder() {
        def folder = Kvmsh.ROOT.resolve(System.getenv('KVMSH_SEEDS') ?: '../shared/seeds').normalize().toFile()
        folder.directory ? folder : null
    }

    /** @param number the first digits of the file's name */
    static String text(String number) {
        folder().listFiles().find { it.name.startsWith(number) }.getText('UTF-8')
    }
}
