println(caps('IRQ*').there)
