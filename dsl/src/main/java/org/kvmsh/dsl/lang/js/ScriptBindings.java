package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.TokenType;
import com.oracle.js.parser.ir.BinaryNode;
import com.oracle.js.parser.ir.Block;
import com.oracle.js.parser.ir.CallNode;
import com.oracle.js.parser.ir.ClassElement;
import com.oracle.js.parser.ir.ClassNode;
import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.ForNode;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.LexicalContext;
import com.oracle.js.parser.ir.LiteralNode;
import com.oracle.js.parser.ir.Node;
import com.oracle.js.parser.ir.ObjectNode;
import com.oracle.js.parser.ir.PropertyNode;
import com.oracle.js.parser.ir.Scope;
import com.oracle.js.parser.ir.Symbol;
import com.oracle.js.parser.ir.UnaryNode;
import com.oracle.js.parser.ir.VarNode;
import com.oracle.js.parser.ir.visitor.NodeVisitor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names of a parsed script: which declaration each use is of, and the uses that are of none. */
final class ScriptBindings extends NodeVisitor<LexicalContext> {
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private final Map<Scope, Map<String, Binding>> declared = new IdentityHashMap<>();
    /** Variables that the script assigns and does not declare, of its global object. */
    private final Map<String, Binding> global = new HashMap<>();

    private final Map<IdentNode, Binding> uses = new IdentityHashMap<>();
    private final Map<FunctionNode, List<Binding>> parameters = new IdentityHashMap<>();
    private final List<IdentNode> undeclared = new ArrayList<>();
    /** The calls of words that read other files: {@code include}, {@code rfc}. */
    private final Map<CallNode, String> reading = new LinkedHashMap<>();

    private final Set<String> top = new TreeSet<>();

    private ScriptBindings() {
        super(new LexicalContext());
    }

    static ScriptBindings of(ParsedScript script) {
        ScriptBindings bindings = new ScriptBindings();
        script.visit(bindings);
        return bindings;
    }

    /** The declaration that a name is of; null for one that the script does not declare. */
    Binding of(IdentNode name) {
        Binding binding = uses.get(name);
        return binding != null ? binding : global.get(name.getName());
    }

    /** A function's parameters, null for a pattern. */
    List<Binding> parameters(FunctionNode function) {
        return parameters.getOrDefault(function, List.of());
    }

    /** The names that are read and that nothing in the script declares or assigns. */
    List<IdentNode> undeclared() {
        return undeclared.stream()
                .filter(name -> !global.containsKey(name.getName()))
                .toList();
    }

    /** Whether the script declares a name that is used between two positions. */
    boolean declares(String name, int start, int end) {
        return uses.keySet().stream()
                .anyMatch(use -> use.getName().equals(name) && start <= use.getStart() && use.getFinish() <= end);
    }

    /** The names that another script gets by including this one. */
    Set<String> ofTop() {
        Set<String> names = new TreeSet<>(top);
        names.addAll(global.keySet());
        return names;
    }

    /** The calls of {@code include} and {@code rfc} with the word. */
    Map<CallNode, String> reading() {
        return reading;
    }

    private Binding resolved(String name) {
        for (Scope scope : scopes) {
            if (scope.hasSymbol(name)) {
                return declared(scope, name);
            }
        }
        return null;
    }

    private Binding declared(Scope scope, String name) {
        return declared.computeIfAbsent(scope, none -> new HashMap<>()).computeIfAbsent(name, none -> new Binding());
    }

    @Override
    public boolean enterBlock(Block block) {
        if (scopes.isEmpty()) {
            for (Symbol symbol : block.getSymbols()) {
                top.add(symbol.getName());
            }
        }
        scopes.push(block.getScope());
        return true;
    }

    @Override
    public Node leaveBlock(Block block) {
        scopes.pop();
        return block;
    }

    @Override
    public boolean enterClassNode(ClassNode node) {
        scopes.push(node.getClassHeadScope());
        scopes.push(node.getScope());
        return true;
    }

    @Override
    public Node leaveClassNode(ClassNode node) {
        scopes.pop();
        scopes.pop();
        return node;
    }

    @Override
    public boolean enterFunctionNode(FunctionNode function) {
        List<Binding> found = new ArrayList<>();
        Scope scope = function.getBody().getScope();
        for (IdentNode parameter : function.getParameters()) {
            found.add(scope.hasSymbol(parameter.getName()) ? declared(scope, parameter.getName()) : null);
        }
        parameters.put(function, found);
        return true;
    }

    @Override
    public boolean enterVarNode(VarNode declaration) {
        Binding binding = resolved(declaration.getName().getName());
        if (binding != null && declaration.isDestructuring()) {
            binding.giveAnything();
        } else if (binding != null && declaration.getInit() != null) {
            binding.give(declaration.getInit());
        }
        return true;
    }

    @Override
    public boolean enterForNode(ForNode loop) {
        if (loop.isForInOrOf() && loop.getInit() instanceof IdentNode each && loop.isForOf()) {
            assigned(each).giveElements(loop.getModify().getExpression());
        } else if (loop.isForInOrOf() && loop.getInit() != null) {
            assignedByPattern(loop.getInit());
        }
        return true;
    }

    @Override
    public boolean enterBinaryNode(BinaryNode assignment) {
        if (!assignment.isAssignment()) {
            return true;
        }
        Expression target = assignment.getAssignmentDest();
        boolean plain = assignment.isTokenType(TokenType.ASSIGN) || assignment.isTokenType(TokenType.ASSIGN_INIT);
        if (!(target instanceof IdentNode name)) {
            assignedByPattern(target);
        } else if (plain) {
            assigned(name).give(assignment.getAssignmentSource());
        } else {
            assigned(name).giveAnything();
        }
        return true;
    }

    @Override
    public boolean enterUnaryNode(UnaryNode operator) {
        if (operator.isAssignment() && operator.getExpression() instanceof IdentNode name) {
            assigned(name).giveAnything();
        }
        // Of an unknown name it is "undefined".
        return !(operator.isTokenType(TokenType.TYPEOF) && operator.getExpression() instanceof IdentNode);
    }

    private Binding assigned(IdentNode name) {
        Binding binding = resolved(name.getName());
        return binding != null ? binding : global.computeIfAbsent(name.getName(), none -> new Binding());
    }

    /** Every name of a pattern: {@code [a, b] = list}. A member's object is taken for one too. */
    private void assignedByPattern(Expression pattern) {
        if (!(pattern instanceof LiteralNode<?> list && list.isArray()) && !(pattern instanceof ObjectNode)) {
            return;
        }
        pattern.accept(new NodeVisitor<>(new LexicalContext()) {
            @Override
            public boolean enterIdentNode(IdentNode name) {
                if (!name.isPropertyName()) {
                    assigned(name).giveAnything();
                }
                return true;
            }

            @Override
            public boolean enterPropertyNode(PropertyNode property) {
                return visitValue(property, this);
            }
        });
    }

    /** A key that is a name is no use of it. */
    @Override
    public boolean enterPropertyNode(PropertyNode property) {
        return visitValue(property, this);
    }

    /** Visits a property without a key that is a name, and returns false. */
    static boolean visitValue(PropertyNode property, NodeVisitor<LexicalContext> visitor) {
        if (property.isComputed() || property.getValue() == null && property.getKey() instanceof UnaryNode) {
            property.getKey().accept(visitor);
        }
        for (Expression part : new Expression[] {property.getValue(), property.getGetter(), property.getSetter()}) {
            if (part != null) {
                part.accept(visitor);
            }
        }
        return false;
    }

    @Override
    public boolean enterClassElement(ClassElement element) {
        return visitValue(element, this);
    }

    @Override
    public boolean enterCallNode(CallNode call) {
        if (call.getFunction() instanceof IdentNode word
                && Set.of("include", "rfc").contains(word.getName())
                && resolved(word.getName()) == null) {
            reading.put(call, word.getName());
        }
        return true;
    }

    @Override
    public boolean enterIdentNode(IdentNode name) {
        if (name.isInternal()
                || name.isThis()
                || name.isSuper()
                || name.isNewTarget()
                || name.isMetaProperty()
                || name.isArguments()
                || name.isPrivate()
                || name.isPropertyName()
                || name.getName().equals("arguments")) {
            return true;
        }
        Binding binding = resolved(name.getName());
        if (binding == null) {
            undeclared.add(name);
        } else {
            uses.put(name, binding);
        }
        return true;
    }
}
