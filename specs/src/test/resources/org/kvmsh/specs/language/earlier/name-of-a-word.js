// told: use another name
function test(name, f) { f() }
test("a", () => 1 == 1)
