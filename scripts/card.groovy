// The mission's line and what it came to, on the board that has the ioctls of all three patch mails: which calls it became, what each answered, where
// the guest finds its memory and its interrupt controller.
//   kvmsh -q -b model:rfc scripts/card.groovy

needs boards: 'model:rfc'

def m = vm { platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 }

steps.all.each { step -> println step.text; step.calls.each { println "  $it" } }
println memmap
println caps('PPC_RMA')

expect { steps.all*.text == ['KVM_CREATE_VM type 0', 'KVM_PPC_SET_PLATFORM SPAPR, guest_arch 206', 'KVM_ALLOCATE_RMA, expected to allocate 128 MiB', 'KVM_CREATE_IRQCHIP',
                             'KVM_SET_DEVICE_ADDRESS of the VGIC\'s distributor to 0x2c001000'] }
expect { memmap.all[0].size == 128.MB }

// The same mails say what is refused.
expect { attempt { m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 201 } == EINVAL }
expect { attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, id: KVM_VGIC_V2_ADDR_TYPE_DIST, addr: 0x2c001000 } == EEXIST }
expect { attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, id: KVM_VGIC_V2_ADDR_TYPE_CPU, addr: 0x10000000000 } == E2BIG }
