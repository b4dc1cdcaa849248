// The C that UAPI headers are written in, after the preprocessor: declarations of types, and constant expressions.
grammar UapiC;

@parser::header {
import java.util.Set;
}

@parser::members {
    private Set<String> types = Set.of();

    /** The names that typedefs gave so far: they tell a cast from a name in parentheses. */
    public void types(Set<String> known) {
        types = known;
    }

    private boolean isTypeAhead() {
        Token next = _input.LT(2);
        return next.getType() != Identifier || types.contains(next.getText());
    }
}

unit : (declaration | function | ';')* EOF ;

// Without functions a parser need not look ahead so far, and an error is told where it is.
declarations : (declaration | ';')* EOF ;

declaration
    : '__extension__'? 'typedef' type declarator (',' declarator)* ';'
    | storage* type (declarator (',' declarator)*)? ';'
    ;

function : storage* type declarator '(' parameters? ')' attribute* (block | ';') ;

storage : 'static' | 'extern' | 'inline' | '__inline__' | '__inline' | attribute | '__extension__' ;

parameters : ~(')' | '{')+ ;

block : '{' (block | ~('{' | '}'))* '}' ;

type : qualifier* (base+ | aggregate | enumeration | Identifier) qualifier* ;

qualifier : 'const' | '__const' | 'volatile' | '__volatile__' | '__extension__' | attribute ;

base
    : 'void' | 'char' | 'short' | 'int' | 'long' | 'signed' | '__signed__' | 'unsigned' | '_Bool' | '__int128' | 'float' | 'double'
    ;

aggregate
    : kind=('struct' | 'union') attribute* Identifier? open='{' member* '}' attribute*
    | kind=('struct' | 'union') attribute* Identifier
    ;

member : type (declarator (',' declarator)*)? ';' | ';' ;

enumeration : 'enum' Identifier? '{' enumerator (',' enumerator)* ','? '}' attribute* | 'enum' Identifier ;

enumerator : Identifier ('=' expression)? ;

declarator
    : pointer* (Identifier | '(' pointer+ Identifier ')' '(' parameters? ')') dimension* (':' expression)? attribute*
    | ':' expression
    ;

pointer : '*' qualifier* ;

dimension : '[' expression? ']' ;

attribute : '__attribute__' '(' '(' attributeItem? (',' attributeItem?)* ')' ')' ;

attributeItem : name=(Identifier | 'const') ('(' (expression (',' expression)*)? ')')? ;

// What a macro may stand for.
macro : ioctl EOF | expression EOF ;

ioctl : name=('_IO' | '_IOR' | '_IOW' | '_IOWR') '(' expression ',' expression (',' sized)? ')' ;

sized : type pointer* dimension* ;

expression
    : {isTypeAhead()}? '(' sized ')' operand=expression             # cast
    | '(' expression ')'                                            # parenthesised
    | 'sizeof' '(' sized ')'                                        # sizeOf
    | op=('-' | '+' | '~' | '!') expression                         # unary
    | left=expression op=('*' | '/' | '%') right=expression         # binary
    | left=expression op=('+' | '-') right=expression               # binary
    | left=expression op=('<<' | '>>') right=expression             # binary
    | left=expression op=('<' | '>' | '<=' | '>=') right=expression # binary
    | left=expression op=('==' | '!=') right=expression             # binary
    | left=expression op='&' right=expression                       # binary
    | left=expression op='^' right=expression                       # binary
    | left=expression op='|' right=expression                       # binary
    | left=expression op='&&' right=expression                      # binary
    | left=expression op='||' right=expression                      # binary
    | <assoc=right> test=expression '?' yes=expression ':' no=expression # choice
    | Number                                                        # number
    | Character                                                     # character
    | Identifier                                                    # name
    ;

Number : ('0' [xX] [0-9a-fA-F]+ | [0-9]+) [uUlL]* ;

Character : '\'' (~['\\\n] | '\\' .) '\'' ;

Identifier : [a-zA-Z_] [a-zA-Z0-9_]* ;

Text : '"' (~["\\\n] | '\\' .)* '"' ;

Other : [;{}()] ;

Space : [ \t\r\n\f]+ -> skip ;

Comment : ('/*' .*? '*/' | '//' ~[\n]*) -> skip ;

// Left by the preprocessor where it was told nothing else: line markers and pragmas.
Directive : '#' ~[\n]* -> skip ;
