import { context, propagation, type Span, type SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';

export interface Telemetry {
  readonly prometheus: PrometheusExporter;
  stop(): Promise<void>;
}

/** Starts OpenTelemetry of this process: Prometheus metrics always, spans by OTLP/HTTP where an endpoint is configured. */
export function startTelemetry(serviceName: string, otlpEndpoint: string | undefined): Telemetry {
  const prometheus = new PrometheusExporter({ preventServerStart: true });
  const sdk = new NodeSDK({
    serviceName,
    autoDetectResources: false,
    metricReaders: [prometheus],
    logRecordProcessors: [],
    ...(otlpEndpoint
      ? { traceExporter: new OTLPTraceExporter({ url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces` }) }
      : { spanProcessors: [] }),
  });
  sdk.start();
  return { prometheus, stop: () => sdk.shutdown() };
}

const tracer = trace.getTracer('edo');

/** W3C trace context headers of the active span. */
export function traceHeaders(): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** Runs work in a span, below the remote span that the headers name, if they name one; an error marks the span. */
export function inSpan<T>(
  name: string,
  kind: SpanKind,
  work: (span: Span) => Promise<T>,
  from: Record<string, string> = {},
): Promise<T> {
  const parent = propagation.extract(context.active(), from);
  return context.with(parent, () =>
    tracer.startActiveSpan(name, { kind }, async (span) => {
      try {
        return await work(span);
      } catch (error) {
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
        throw error;
      } finally {
        span.end();
      }
    }),
  );
}
