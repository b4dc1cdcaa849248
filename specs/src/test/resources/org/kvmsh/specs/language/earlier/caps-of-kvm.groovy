println caps('IRQ*').all[0].ofKvm
