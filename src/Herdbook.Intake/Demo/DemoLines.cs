using System.Globalization;
using System.Text.Json;

namespace Herdbook.Intake.Demo;

/// <summary>The lines that a conversation writes beside its model's answers.</summary>
internal sealed class DemoLines(DemoFile file)
{
    public Say Say => (type, request, message, extra) => file.Enveloped(type, json =>
    {
        json.WriteStartObject("message");
        message(json);
        json.WriteEndObject();
        if (request is not null)
        {
            json.WriteString("requestId", request);
        }

        extra?.Invoke(json);
    });

    public string Prompt(string text, string mode) => file.Enveloped("user", json =>
    {
        json.WriteStartObject("message");
        json.WriteString("role", "user");
        json.WriteString("content", text);
        json.WriteEndObject();
        json.WriteString("permissionMode", mode);
    });

    /// <summary>The tool runs, perhaps telling how far it is, and its result comes back.</summary>
    public void Finish(DemoToolCall call, DemoClock clock, DemoDice dice)
    {
        if (call.Reports)
        {
            clock.Pass(call.Milliseconds / 2);
            Progress(call.Use.Id, "bash-progress-0", json =>
            {
                json.WriteString("type", "bash_progress");
                json.WriteString("output", call.Output[..(call.Output.Length / 2)]);
                json.WriteNumber("elapsedTimeSeconds", call.Milliseconds / 2000);
                json.WriteNumber("totalLines", dice.Between(1, 40));
            });
            clock.Pass(call.Milliseconds / 2);
        }
        else
        {
            clock.Pass(call.Milliseconds);
        }

        Result(call.Use.Id, call.Output, call.IsError, call.Result);
    }

    public void Result(string toolUseId, string output, bool isError, Action<Utf8JsonWriter>? result) => Say(
        "user",
        null,
        json => DemoMessages.ToolResult(json, toolUseId, output, isError),
        result is null ? null : json =>
        {
            json.WriteStartObject("toolUseResult");
            result(json);
            json.WriteEndObject();
        });

    public void Progress(string parentToolUseId, string toolUseId, Action<Utf8JsonWriter> data) => file.Enveloped("progress", json =>
    {
        json.WriteStartObject("data");
        data(json);
        json.WriteEndObject();
        json.WriteString("toolUseID", toolUseId);
        json.WriteString("parentToolUseID", parentToolUseId);
    });

    public void Hook(string @event, string name, string command) => Progress(file.SessionId, file.SessionId, json =>
    {
        json.WriteString("type", "hook_progress");
        json.WriteString("hookEvent", @event);
        json.WriteString("hookName", name);
        json.WriteString("command", command);
    });

    public void HookSummary(string command, bool failed) => System("stop_hook_summary", json =>
    {
        json.WriteNumber("hookCount", 1);
        json.WriteStartArray("hookInfos");
        json.WriteStartObject();
        json.WriteString("command", command);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("hookErrors");
        if (failed)
        {
            json.WriteStringValue($"{command}: exit code 2");
        }

        json.WriteEndArray();
        json.WriteBoolean("preventedContinuation", false);
        json.WriteString("stopReason", "");
        json.WriteBoolean("hasOutput", true);
        json.WriteString("level", "suggestion");
    });

    public void TurnDuration(long milliseconds) => System("turn_duration", json =>
    {
        json.WriteNumber("durationMs", milliseconds);
        json.WriteBoolean("isMeta", false);
    });

    public void Compacted(int tokens, string title)
    {
        System("compact_boundary", json =>
        {
            json.WriteString("content", "Conversation compacted");
            json.WriteBoolean("isMeta", false);
            json.WriteString("level", "info");
            json.WriteStartObject("compactMetadata");
            json.WriteString("trigger", "auto");
            json.WriteNumber("preTokens", tokens);
            json.WriteEndObject();
        });
        file.Enveloped("user", json =>
        {
            json.WriteStartObject("message");
            json.WriteString("role", "user");
            json.WriteString("content", $"This session is being continued from a previous conversation that ran out of context. So far: {title}.");
            json.WriteEndObject();
            json.WriteBoolean("isCompactSummary", true);
            json.WriteBoolean("isVisibleInTranscriptOnly", true);
        });
    }

    public void Snapshot(string messageId) => file.Bare(json =>
    {
        json.WriteString("type", "file-history-snapshot");
        json.WriteString("messageId", messageId);
        json.WriteStartObject("snapshot");
        json.WriteString("messageId", messageId);
        json.WriteStartObject("trackedFileBackups");
        json.WriteEndObject();
        json.WriteString("timestamp", file.Timestamp());
        json.WriteEndObject();
        json.WriteBoolean("isSnapshotUpdate", false);
    });

    public void Queued(string text) => file.Bare(json =>
    {
        json.WriteString("type", "queue-operation");
        json.WriteString("operation", "enqueue");
        json.WriteString("timestamp", file.Timestamp());
        json.WriteString("sessionId", file.SessionId);
        json.WriteString("content", text);
    });

    public void PullRequest(string repository, int number) => file.Bare(json =>
    {
        json.WriteString("type", "pr-link");
        json.WriteString("sessionId", file.SessionId);
        json.WriteNumber("prNumber", number);
        json.WriteString("prUrl", string.Create(CultureInfo.InvariantCulture, $"https://github.com/{repository}/pull/{number}"));
        json.WriteString("prRepository", repository);
        json.WriteString("timestamp", file.Timestamp());
    });

    public void Summary(string title) => file.Bare(json =>
    {
        json.WriteString("type", "summary");
        json.WriteString("summary", title);
        json.WriteString("leafUuid", file.Last);
    });

    private void System(string subtype, Action<Utf8JsonWriter> body) => file.Enveloped("system", json =>
    {
        json.WriteString("subtype", subtype);
        body(json);
    });
}

/// <summary>Messages that stand the same in a line of their own and inside a progress line.</summary>
internal static class DemoMessages
{
    public static void ToolResult(Utf8JsonWriter json, string toolUseId, string output, bool isError)
    {
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("tool_use_id", toolUseId);
        json.WriteString("type", "tool_result");
        json.WriteString("content", output);
        if (isError)
        {
            json.WriteBoolean("is_error", true);
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void Prompt(Utf8JsonWriter json, string text)
    {
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
