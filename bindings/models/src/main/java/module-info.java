/** Software models of boards, which bindings finds by ServiceLoader. */
module org.kvmsh.models {
    requires org.kvmsh.bindings;

    // Tables are read by what bindings has for it, and resources in a package are the module's own.
    opens org.kvmsh.bindings.model.arm64 to
            org.kvmsh.bindings;

    provides org.kvmsh.bindings.board.BoardSourceProvider with
            org.kvmsh.bindings.model.board.ModelProvider;
}
