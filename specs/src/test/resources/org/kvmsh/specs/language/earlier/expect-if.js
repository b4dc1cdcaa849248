// told: write expect inside the statement
const set = true
expect(() => { if (set) { return 1 == 1 } return 2 == 2 })
