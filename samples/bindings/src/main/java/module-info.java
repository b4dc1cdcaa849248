/** A program that uses KVM without any script. */
module sample.guest {
    requires org.kvmsh.bindings;
}
