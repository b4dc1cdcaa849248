package org.kvmsh.specs.kit

import com.sun.source.doctree.DocCommentTree
import com.sun.source.doctree.DocTree
import com.sun.source.doctree.ParamTree
import com.sun.source.tree.ClassTree
import com.sun.source.tree.CompilationUnitTree
import com.sun.source.tree.ConditionalExpressionTree
import com.sun.source.tree.ExportsTree
import com.sun.source.tree.LambdaExpressionTree
import com.sun.source.tree.LiteralTree
import com.sun.source.tree.MethodInvocationTree
import com.sun.source.tree.MethodTree
import com.sun.source.tree.NewClassTree
import com.sun.source.tree.ReturnTree
import com.sun.source.tree.ThrowTree
import com.sun.source.tree.Tree
import com.sun.source.tree.TryTree
import com.sun.source.tree.VariableTree
import com.sun.source.util.DocTrees
import com.sun.source.util.JavacTask
import com.sun.source.util.TreePath
import com.sun.source.util.TreeScanner
import javax.lang.model.element.Modifier
import javax.tools.JavaFileObject
import javax.tools.ToolProvider

/** What the Javadoc of exported members leaves out, read from the sources with the JDK's own compiler. */
class JavadocGaps {
    static final String SENTENCE = 'a first sentence with a subject'
    static final String PARAMETER = 'each number, array, Region and String, with its unit or range'
    static final String RESULT = 'what is returned, with its unit, and null'
    static final String ERRORS = 'each exception that it throws'
    static final String IOCTL = 'its ioctl, the section of api.rst, and the errnos'
    static final List<String> KINDS = [SENTENCE, PARAMETER, RESULT, ERRORS, IOCTL]

    /** First words of a sentence without a subject. */
    private static final FRAGMENT = ~/^(What|Those|Of|The same|As|Like|Such|That|Where|How|With|Without|For|In|Its|Also|And|Or|Which|From|By|If|When|None|One of)\b.*/
    /** A verb: the sentence says what the method does, and not what it returns. */
    private static final VERB = ~/^(?!Bytes|Bits|Names|Lines|Parts|Numbers|Fields|Facts|Rules|Exits|Values|Texts|This|Addresses|Registers|Whether|Returns|Reads|Creates|Opens|KVM)[A-Z][a-z]+s [^:]*$/
    /** Parameters whose name and type are the whole meaning. */
    private static final Set<String> PLAIN = ['String name', 'String text', 'String message', 'String why', 'String line', 'String word', 'String call', 'String board',
                                              'String capability', 'int count', 'int index', 'String ioctl', 'String struct', 'String field', 'String title', 'String prefix', 'String constant', 'int reason']
    private static final MEASURED = ~/(byte|short|int|long|double|float|Byte|Short|Integer|Long|String|Region|OptionalInt|OptionalLong|.*\[\]|.*\.\.\.)/
    private static final NUMBERS = ~/(byte|short|int|long|double|float|Byte|Short|Integer|Long|OptionalInt|OptionalLong|.*\[\])/

    private final DocTrees docs
    private final List<CompilationUnitTree> units

    private JavadocGaps(List<JavaFileObject> files) {
        def compiler = ToolProvider.systemJavaCompiler
        JavacTask task = compiler.getTask(new StringWriter(), null, {}, ['-proc:none'], null, files) as JavacTask
        docs = DocTrees.instance(task)
        units = task.parse().toList()
    }

    /** The gaps of the packages that a module's descriptor exports to every module, each as {@code package.Class.member(Type): what is not told}. */
    static List<String> ofModule(File sources) {
        def exported = new JavadocGaps(files([new File(sources, 'module-info.java')])).units[0].module.directives
                .findAll { it instanceof ExportsTree && it.moduleNames == null }*.packageName*.toString()
        def found = exported.collectMany { name -> new File(sources, name.replace('.', '/')).listFiles().findAll { it.name.endsWith('.java') } }
        new JavadocGaps(files(found)).gaps()
    }

    /** The gaps of one file. */
    static List<String> ofFile(File file) {
        new JavadocGaps(files([file])).gaps()
    }

    private static List<JavaFileObject> files(List<File> files) {
        ToolProvider.systemJavaCompiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromFiles(files).toList()
    }

    private List<String> gaps() {
        units.collectMany { unit -> unit.typeDecls.findAll { it instanceof ClassTree }.collectMany { of(new TreePath(new TreePath(unit), it), "$unit.packageName", false) } }
    }

    private List<String> of(TreePath path, String outer, boolean isInInterface) {
        def type = path.leaf as ClassTree
        if (!(Modifier.PUBLIC in type.modifiers.flags) && !isInInterface) {
            return []
        }
        def name = "$outer.$type.simpleName"
        def inInterface = type.kind in [Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE]
        def classDoc = docs.getDocCommentTree(path)
        def found = classDoc == null || classDoc.firstSentence.join('') ==~ FRAGMENT ? ["$name: $SENTENCE"] : []
        if (type.kind == Tree.Kind.RECORD) {
            found += untold(components(type), classDoc).collect { "$name $it: $PARAMETER" }
        }
        type.members.each { member ->
            def at = new TreePath(path, member)
            if (member instanceof ClassTree) {
                found += of(at, name, inInterface)
            } else if (member instanceof MethodTree && isExported(member, at, inInterface)) {
                found += of(member, at, classDoc, type).collect { "$name.${member.name.toString() == '<init>' ? type.simpleName : member.name}(${member.parameters*.type.join(', ')})$it" }
            }
        }
        found*.toString()
    }

    private boolean isExported(MethodTree method, TreePath path, boolean inInterface) {
        def flags = method.modifiers.flags
        boolean isGenerated = docs.sourcePositions.getEndPosition(path.compilationUnit, method) < 0 ||
                docs.sourcePositions.getStartPosition(path.compilationUnit, method) == docs.sourcePositions.getStartPosition(path.parentPath.compilationUnit, path.parentPath.leaf)
        !isGenerated && (inInterface && !(Modifier.PRIVATE in flags) || Modifier.PUBLIC in flags || Modifier.PROTECTED in flags) &&
                !method.modifiers.annotations.any { it.annotationType.toString() == 'Override' }
    }

    private List<String> of(MethodTree method, TreePath path, DocCommentTree classDoc, ClassTree type) {
        def doc = docs.getDocCommentTree(path)
        def text = doc == null ? '' : doc.toString()
        def errors = text + (classDoc ?: '')
        def first = doc == null ? '' : doc.firstSentence.join('')
        def body = new Body(type)
        body.scan(method.body as Tree, null)
        def result = method.returnType?.toString()
        def gaps = []
        boolean isConstructor = result == null
        boolean isCompact = isConstructor && type.kind == Tree.Kind.RECORD && method.parameters*.name*.toString() == components(type)*.name*.toString()
        boolean isPlainConstructor = isCompact || isConstructor && method.parameters.every { !(it.type.toString() ==~ MEASURED) || "$it.type $it.name".toString() in PLAIN }
        if (!isPlainConstructor && (first.empty || first ==~ FRAGMENT)) {
            gaps << ": $SENTENCE"
        }
        def ofRecord = isConstructor && type.kind == Tree.Kind.RECORD ? components(type)*.name*.toString() : []
        gaps += untold(method.parameters.findAll { !(it.name.toString() in ofRecord) }, doc).collect { " $it: $PARAMETER" }
        boolean tellsResult = text =~ /@return|\{@return/
        if (result != null && result != 'void' && (!tellsResult && result ==~ NUMBERS && first ==~ VERB || body.mayBeNull && !(text =~ /\bnull\b|\bnone\b/))) {
            gaps << ": $RESULT"
        }
        gaps += (body.thrown + (method.throws*.toString())).toSet().findAll { !errors.contains(it.replaceAll(/.*\./, '')) }.collect { " $it: $ERRORS" }
        if (body.ioctls && result?.startsWith('IoctlResult')) {
            boolean hasSource = text =~ /api\.rst|devices\/|man \d|\(2\)/
            if (!hasSource || !(text =~ /\bE[A-Z0-9]{3,}\b/) || !body.ioctls.every { text.contains(it) }) {
                gaps << ": $IOCTL"
            }
        }
        gaps
    }

    private static List<VariableTree> components(ClassTree record) {
        record.members.findAll { it instanceof VariableTree && !(Modifier.STATIC in it.modifiers.flags) }
    }

    private static List<String> untold(List<? extends VariableTree> parameters, DocCommentTree doc) {
        def told = doc == null ? [] : doc.blockTags.findAll { it.kind == DocTree.Kind.PARAM }.collect { (it as ParamTree).name.toString() }
        parameters.findAll { it.type.toString() ==~ MEASURED && !("$it.type $it.name".toString() in PLAIN) && !("$it.name".toString() in told) }.collect { "$it.name" }
    }

    /** What a method's body does by itself or in a private method of its class: exceptions, null as its result, ioctls. */
    private static class Body extends TreeScanner<Void, Void> {
        final Set<String> thrown = []
        final Set<String> ioctls = []
        boolean mayBeNull
        private final ClassTree type
        private final Set<MethodTree> entered = []
        private boolean isInner

        Body(ClassTree type) {
            this.type = type
        }

        @Override Void visitThrow(ThrowTree tree, Void none) {
            if (tree.expression instanceof NewClassTree && !(tree.expression.identifier.toString() in ['AssertionError', 'UncheckedIOException'])) {
                thrown << tree.expression.identifier.toString()
            }
            super.visitThrow(tree, none)
        }

        @Override Void visitTry(TryTree tree, Void none) {
            def before = thrown.toSet()
            scan(tree.resources, null)
            scan(tree.block as Tree, null)
            def caught = tree.catches.collectMany { it.parameter.type.toString().split('[|]')*.trim() }
            thrown.removeAll { it in caught && !(it in before) }
            scan(tree.catches, null)
            scan(tree.finallyBlock as Tree, null)
            null
        }

        @Override Void visitReturn(ReturnTree tree, Void none) {
            mayBeNull |= !isInner && isNull(tree.expression)
            super.visitReturn(tree, none)
        }

        private static boolean isNull(Tree tree) {
            tree instanceof LiteralTree && tree.kind == Tree.Kind.NULL_LITERAL || tree instanceof ConditionalExpressionTree && (isNull(tree.trueExpression) || isNull(tree.falseExpression)) ||
                    tree instanceof MethodInvocationTree && tree.methodSelect.toString().endsWith('.orElse') && isNull(tree.arguments[0])
        }

        @Override Void visitLambdaExpression(LambdaExpressionTree tree, Void none) {
            boolean before = isInner
            isInner = true
            super.visitLambdaExpression(tree, none)
            isInner = before
            null
        }

        @Override Void visitClass(ClassTree tree, Void none) {
            null
        }

        @Override Void visitMethodInvocation(MethodInvocationTree tree, Void none) {
            def name = tree.methodSelect.toString()
            def argument = tree.arguments.empty ? null : tree.arguments[0]
            if (name in ['ioctl', 'vm.ioctl'] && argument instanceof LiteralTree) {
                ioctls << argument.value.toString()
            }
            type.members.findAll { it instanceof MethodTree && it.name.toString() == name && it.parameters.size() == tree.arguments.size() && Modifier.PRIVATE in it.modifiers.flags && entered.add(it) }.each {
                boolean before = isInner
                isInner = true
                scan(it.body as Tree, null)
                isInner = before
                entered.remove(it)
            }
            super.visitMethodInvocation(tree, none)
        }
    }
}
