package org.kvmsh.specs.runner

import org.w3c.dom.Element

/**
 * What Jenkins' xunit plugin takes as JUnit's XML, in facts. Source: github.com/jenkinsci/xunit-plugin,
 * src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd.
 */
class JenkinsSchema {
    /** A time: digits, in groups of three where there are commas, and a fraction. */
    static final String TIME = /(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?/

    /** By element: what it holds, the attributes that it must have, those that it may have. */
    static final Map<String, List> ELEMENTS = [
            testsuites: [['testsuite'], [], ['name', 'time', 'tests', 'failures', 'errors']],
            testsuite : [['testsuite', 'properties', 'testcase', 'system-out', 'system-err'], ['name', 'tests', 'failures', 'errors'],
                         ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url']],
            properties: [['property'], [], []],
            property  : [[], ['name', 'value'], []],
            testcase  : [['skipped', 'error', 'failure', 'rerunFailure', 'rerunError', 'flakyFailure', 'flakyError', 'system-out', 'system-err'], ['name'], ['time', 'classname', 'group']],
            failure   : [[], [], ['type', 'message']],
            error     : [[], [], ['type', 'message']],
            skipped   : [[], [], ['type', 'message']],
            *: ['rerunFailure', 'rerunError', 'flakyFailure', 'flakyError'].collectEntries { [it, [['stackTrace', 'system-out', 'system-err'], ['type'], ['message']]] }]

    /** Elements whose time has the pattern; a testcase's is any text. */
    static final Set<String> TIMED = ['testsuites', 'testsuite']

    /** What the schema does not allow in an element and in those inside it, in words. */
    static List<String> wrongIn(Element element) {
        def (children, must, may) = ELEMENTS.get(element.tagName) ?: [[], [], []]
        def has = (0..<element.attributes.length).collect { element.attributes.item(it).nodeName }
        def inside = (0..<element.childNodes.length).collect { element.childNodes.item(it) }.findAll { it instanceof Element }
        def wrong = (has - must - may).collect { "$it of $element.tagName" } + (must - has).collect { "no $it of $element.tagName" } +
                inside*.tagName.findAll { !(it in children) }.collect { "$it in $element.tagName" }
        if (element.tagName in TIMED && !(element.getAttribute('time') ==~ TIME)) {
            wrong << "the time ${element.getAttribute('time')} of $element.tagName"
        }
        wrong*.toString() + inside.collectMany { wrongIn(it) }
    }
}
