println caps('IRQ*').there
