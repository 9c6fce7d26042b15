// Real exporters: OpenTelemetry's for traces and logs, and Langfuse's. Each sends 200 items, packed, while the server goes away and comes back.
// Arguments: address, token. Says "half" when half of the items are made, and at the end what was made.
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { resourceFromAttributes } from '@opentelemetry/resources';

const [address, token] = process.argv.slice(2);
process.env.OTEL_EXPORTER_OTLP_COMPRESSION = 'gzip';
const { LangfuseSpanProcessor } = await import('@langfuse/otel');

const resource = resourceFromAttributes({ 'service.name': 'exporters' });
const headers = { authorization: `Bearer ${token}` };
const pace = { maxExportBatchSize: 10, scheduledDelayMillis: 50, maxQueueSize: 10_000, exportTimeoutMillis: 60_000 };
const options = { headers, compression: 'gzip', timeoutMillis: 30_000 };

const tracing = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ ...options, url: `${address}/v1/traces` }), pace)] });
const langfuse = new BasicTracerProvider({
  resource,
  spanProcessors: [new LangfuseSpanProcessor({ publicKey: 'pk-any', secretKey: token, baseUrl: address, flushAt: 10, flushInterval: 1, timeout: 30, mediaUploadEnabled: false, shouldExportSpan: () => true })],
});
const logging = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ ...options, url: `${address}/v1/logs` }), ...pace })] });

const tracer = tracing.getTracer('exporters');
const observer = langfuse.getTracer('langfuse-sdk');
const logger = logging.getLogger('exporters');
const count = 200;

for (let i = 0; i < count; i++) {
  const call = tracer.startSpan('chat', {
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.response.id': `resp-${i}`, 'gen_ai.conversation.id': 'exported', 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 2 },
  });
  call.end();
  const generation = observer.startSpan('generation', {
    attributes: { 'langfuse.observation.type': 'generation', 'langfuse.observation.model.name': 'gpt-4o', 'langfuse.session.id': 'observed', 'langfuse.observation.usage_details': '{"input": 5, "output": 1}' },
  });
  generation.end();
  logger.emit({ body: 'claude_code.api_request', attributes: { 'event.name': 'api_request', 'event.sequence': i, 'session.id': 'logged', model: 'claude-sonnet-4-5', request_id: `req-${i}`, input_tokens: '3', output_tokens: '1', cache_read_tokens: '0', cache_creation_tokens: '0' } });
  if (i === count / 2) {
    console.log('half');
  }

  await new Promise(resolve => setTimeout(resolve, 10));
}

await Promise.all([tracing.forceFlush(), langfuse.forceFlush(), logging.forceFlush()]);
await Promise.all([tracing.shutdown(), langfuse.shutdown(), logging.shutdown()]);
console.log(`made ${count}`);
