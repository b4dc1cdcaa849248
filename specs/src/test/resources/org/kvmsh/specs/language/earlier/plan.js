println(plan({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}}))
