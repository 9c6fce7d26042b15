using Herdbook.Core;
using Herdbook.Core.Governance.Budgets;
using Herdbook.Core.Herd.Prices;
using Herdbook.Intake.Booking;
using Npgsql;

namespace Herdbook.Intake.Push;

/// <summary>
/// Takes what other machines push. A frame and the mark of how far its file is read are one transaction: a frame that is sent again, or by
/// two senders, is booked once. What was answered as taken is durable.
/// </summary>
public sealed class PushIntake(Book book, TimeProvider time)
{
    /// <summary>Where the server stands in each of the files, in the order of the question.</summary>
    public async Task<List<PushMark>> MarksAsync(Tenant tenant, PushQuestion question, CancellationToken ct)
    {
        var sources = new SourceBook(book, tenant, SourceFormat.Of(question.Source).Code, time);
        var stored = question.Paths.Select(path => Stored(question.Machine, path)).ToArray();
        var known = await sources.RegisterAsync([.. stored.Distinct(StringComparer.Ordinal)], ct);
        var marks = new List<PushMark>(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            var file = known[stored[i]];
            var mark = file.Size is null ? SourceFile.Unread(file.Id) : await sources.MarkAsync(file.Id, ct);
            marks.Add(new PushMark(question.Paths[i], mark.Offset, mark.HeadDigest, file.Size, file.ModifiedNs, false, 0, 0, 0));
        }

        return marks;
    }

    /// <summary>Books one frame if the server stands where it begins; else it tells where it stands.</summary>
    /// <exception cref="RefusedException">`source_unknown`.</exception>
    public async Task<PushMark> TakeAsync(Tenant tenant, PushFrame frame, ReadOnlyMemory<byte> bytes, ImportOptions options, CancellationToken ct)
    {
        var format = SourceFormat.Of(frame.Source);
        await PriceBook.EnsureListAsync(book, tenant, time, ct);
        var sources = new SourceBook(book, tenant, format.Code, time);
        var id = (await sources.RegisterAsync([Stored(frame.Machine, frame.Path)], ct)).Values.Single().Id;
        if (frame.Anew && frame.Offset == 0)
        {
            await sources.RewindAsync(id, ct);
        }

        var mark = await sources.MarkAsync(id, ct);
        if (mark.Offset != frame.Offset)
        {
            return Standing(frame.Path, mark);
        }

        var chunks = new ChunkBook(book, tenant, format.Code, options.Subscription ? "imputed" : "list");
        var chunk = new PushedChunk(format, frame, mark, options.Redaction, bytes, ct);
        Booked? booked;
        try
        {
            booked = await Patience.WithAsync(() => chunks.WriteAsync(mark, chunk.Rows, chunk.Progress, ct), time, ct);
        }
        catch (PostgresException e) when (FileImport.IsAboutData(e))
        {
            if (chunk.Lines > 1)
            {
                return Standing(frame.Path, mark) with { Divide = true };
            }

            booked = await Patience.WithAsync(() => chunks.WriteAsync(mark, chunk.Refused(e.MessageText), chunk.Progress, ct), time, ct);
        }

        if (booked is not { } done)
        {
            return Standing(frame.Path, await sources.MarkAsync(id, ct));
        }

        if (done.Bookings > 0)
        {
            await new BudgetEvaluation(book, time).RunAsync(tenant, ct);
        }

        return new PushMark(frame.Path, chunk.Progress.Offset, frame.Head, frame.Size, frame.ModifiedNs, true, done.Events, done.Bookings, done.Rejects);
    }

    private static PushMark Standing(string path, SourceFile mark) => new(path, mark.Offset, mark.HeadDigest, null, null, false, 0, 0, 0);

    private static string Stored(string machine, string path) => $"{machine}:{path}";
}
