/**
 * x86_64 as an {@link org.kvmsh.dsl.arch.Architecture}, in {@link X86}. {@link X86Vcpus} plans vCPUs, with
 * {@link X86Protected32} and {@link X86LongMode} for the modes that they start in; {@link X86Irqchip} plans the
 * interrupt controllers; {@link X86MsrExits} enables exits of MSRs. {@link X86ExitNotes} explains exits by the numbers
 * of VMX and SVM in {@code hardware-exits.tsv}, and {@link TripleFault} how a guest got to a triple fault. MSRs are
 * rows of {@code x86-msrs.tsv}.
 */
package org.kvmsh.dsl.arch.x86;
