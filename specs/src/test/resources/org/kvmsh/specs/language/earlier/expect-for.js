// told: write expect inside the statement
expect(() => { for (const i of [1, 2]) { if (i > 3) return false } return true })
