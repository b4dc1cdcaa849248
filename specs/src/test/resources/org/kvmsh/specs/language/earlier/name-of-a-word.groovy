// told: use another name
def test = { name, block -> block() }
test("a") { 1 == 1 }
