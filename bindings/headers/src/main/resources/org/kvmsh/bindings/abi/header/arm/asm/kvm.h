/*
 * What "[PATCH v3 01/13] KVM: ARM: Introduce KVM_SET_DEVICE_ADDRESS ioctl", 2012-10-22, shows of this header in the lines around
 * those that it adds. Linux 5.7 took KVM away from 32-bit ARM, and this header with it. Structs whose end is not shown are not here.
 */
#ifndef __ARM_KVM_H__
#define __ARM_KVM_H__

#include <linux/types.h>

#define KVM_ARM_TARGET_CORTEX_A15	0
#define KVM_ARM_NUM_TARGETS		1

#endif
