package org.kvmsh.specs.kit

import com.google.gson.Gson
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.net.http.WebSocket
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletionStage
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** A headless Chromium with one page, driven by the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol/). */
class Browser implements Closeable {
    private static final int SECONDS = 120

    /** The addresses of all requests of the page. */
    final List<String> requested = new CopyOnWriteArrayList<>()
    private final LinkedBlockingQueue<Map> answers = new LinkedBlockingQueue<>()
    private final Process process
    private final WebSocket socket
    private int calls

    /** @param folder for the browser's own files */
    Browser(Path folder) {
        process = new ProcessBuilder('chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update',
                '--remote-debugging-port=0', "--user-data-dir=$folder", 'about:blank').redirectErrorStream(true).redirectOutput(folder.resolve('log').toFile()).start()
        try {
            def port = folder.resolve('DevToolsActivePort')
            await { Files.exists(port) && Files.readAllLines(port).size() > 1 }
            def pages = URI.create("http://127.0.0.1:${Files.readAllLines(port).first()}/json/list")
            def client = HttpClient.newHttpClient()
            def page = new Gson().fromJson(client.send(HttpRequest.newBuilder(pages).build(), HttpResponse.BodyHandlers.ofString()).body(), List).find { it.type == 'page' }
            socket = client.newWebSocketBuilder().buildAsync(URI.create(page.webSocketDebuggerUrl), new Listener()).get(SECONDS, TimeUnit.SECONDS)
            call('Network.enable')
            call('Page.enable')
        } catch (Throwable e) {
            process.destroyForcibly()
            throw e
        }
    }

    void open(URI address) {
        call('Page.navigate', [url: address.toString()])
        await { evaluate('document.readyState') == 'complete' && evaluate('location.href') == address.toString() }
    }

    /** The value of an expression in the page. */
    Object evaluate(String expression) {
        call('Runtime.evaluate', [expression: expression, returnByValue: true, awaitPromise: true]).result.value
    }

    void screenshot(Path file) {
        Files.write(file, Base64.decoder.decode(call('Page.captureScreenshot').data as String))
    }

    @Override
    void close() {
        socket.abort()
        process.destroy()
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor()
        }
    }

    private static void await(Closure<Boolean> state) {
        if (!Eventually.eventually(state)) {
            throw new IllegalStateException("the browser does not answer")
        }
    }

    private     Map call(String method, Map parameters = [:]) {
        int id = ++calls
        socket.sendText(new Gson().toJson([id: id, method: method, params: parameters]), true).get(SECONDS, TimeUnit.SECONDS)
        def answer = answers.poll(SECONDS, TimeUnit.SECONDS)
        if (answer == null || (answer.id as int) != id || answer.error != null) {
            throw new IllegalStateException("$method $parameters: ${answer ?: 'no answer'}")
        }
        answer.result as Map
    }

    private class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder()

        @Override
        CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part)
            if (last) {
                def message = new Gson().fromJson(text.toString(), Map)
                text.setLength(0)
                if (message.id != null) {
                    answers.add(message)
                } else if (message.method == 'Network.requestWillBeSent') {
                    requested.add(message.params.request.url as String)
                }
            }
            from.request(1)
            null
        }
    }
}
