package io.jenkins.plugins.entsso.simulator;

import java.util.List;
import java.util.Locale;

/**
 * What the programs say, by language. The wordings of the event log's and the registry's programs are Windows' own as far
 * as they are known; those of {@code ssoconfig} are made up, for only two are documented.
 */
enum Texts {
    EN(
            "Failed to read events. Access is denied.",
            "The specified channel could not be found.",
            "The specified query is invalid.",
            "Invalid option %s. Option name is not specified or is not supported.",
            "ERROR: The system was unable to find the specified registry key or value.",
            "ERROR: Access is denied.",
            "ERROR: Invalid syntax.",
            List.of("Password : ", "Enter the password for the backup file: ", "Backup file password: "),
            List.of("Confirm password : ", "Please enter the password again: ", "Confirm backup file password: "),
            List.of("Password reminder : ", "Enter a reminder for the password: ", "Password hint: "),
            "The passwords do not match.",
            "The file may exist already. Overwrite it (Y/N)? ",
            "Y",
            "The operation completed successfully.",
            "The master secrets were successfully backed up.",
            "ERROR: 0x%08X: the master secrets could not be backed up.",
            "ERROR: This program needs a console."),
    DE(
            "Fehler beim Lesen der Ereignisse. Zugriff verweigert",
            "Der angegebene Kanal wurde nicht gefunden.",
            "Die angegebene Abfrage ist ungültig.",
            "Ungültige Option: %s. Der Optionsname ist nicht angegeben oder wird nicht unterstützt.",
            "FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert wurde nicht gefunden.",
            "FEHLER: Zugriff verweigert",
            "FEHLER: Ungültige Syntax.",
            List.of("Kennwort: ", "Geben Sie das Kennwort für die Sicherungsdatei ein: ", "Kennwort der Datei : "),
            List.of("Kennwort bestätigen: ", "Geben Sie das Kennwort erneut ein: ", "Bestätigung : "),
            List.of("Kennworterinnerung: ", "Geben Sie einen Hinweis auf das Kennwort ein: ", "Kennworthinweis : "),
            "Die Kennwörter stimmen nicht überein.",
            "Die Datei ist möglicherweise vorhanden. Überschreiben (J/N)? ",
            "J",
            "Der Vorgang wurde erfolgreich abgeschlossen.",
            "Die Hauptschlüssel wurden erfolgreich gesichert.",
            "FEHLER: 0x%08X: Die Hauptschlüssel konnten nicht gesichert werden.",
            "FEHLER: Dieses Programm benötigt eine Konsole."),
    JA(
            "イベントを読み取れませんでした。アクセスが拒否されました。",
            "指定されたチャネルが見つかりませんでした。",
            "指定されたクエリは無効です。",
            "オプション %s は無効です。オプション名が指定されていないか、サポートされていません。",
            "エラー: 指定されたレジストリ キーまたは値が見つかりませんでした",
            "エラー: アクセスが拒否されました。",
            "エラー: 無効な構文です。",
            List.of("パスワード: ", "バックアップ ファイルのパスワードを入力してください: ", "パスワード : "),
            List.of("パスワードの確認入力: ", "もう一度パスワードを入力してください: ", "確認 : "),
            List.of("パスワードのヒント: ", "パスワードを思い出すためのヒントを入力してください: ", "ヒント : "),
            "パスワードが一致しません。",
            "ファイルが存在する可能性があります。上書きしますか (Y/N)? ",
            "Y",
            "この操作を正しく終了しました。",
            "マスタ シークレットのバックアップが正常に完了しました。",
            "エラー: 0x%08X: マスタ シークレットをバックアップできませんでした。",
            "エラー: このプログラムにはコンソールが必要です。"),
    PT(
            "Falha ao ler eventos. Acesso negado.",
            "O canal especificado não foi encontrado.",
            "A consulta especificada é inválida.",
            "Opção inválida: %s. O nome da opção não foi especificado ou não tem suporte.",
            "ERRO: o sistema não pôde localizar o valor ou a chave do Registro especificados.",
            "ERRO: acesso negado.",
            "ERRO: sintaxe inválida.",
            List.of("Senha: ", "Digite a senha do arquivo de backup: ", "Senha do arquivo : "),
            List.of("Confirmar senha: ", "Digite a senha novamente: ", "Confirmação : "),
            List.of("Lembrete da senha: ", "Digite um lembrete para a senha: ", "Dica de senha : "),
            "As senhas não coincidem.",
            "O arquivo pode já existir. Substituir (S/N)? ",
            "S",
            "A operação foi concluída com êxito.",
            "O backup dos segredos mestres foi feito com êxito.",
            "ERRO: 0x%08X: não foi possível fazer o backup dos segredos mestres.",
            "ERRO: este programa precisa de um console.");

    final String logDenied;
    final String noChannel;
    final String badQuery;
    final String badOption;
    final String noKey;
    final String keyDenied;
    final String badSyntax;
    final List<String> password;
    final List<String> confirmation;
    final List<String> reminder;
    final String mismatch;
    final String overwrite;
    final String yes;
    final String completed;
    final String backedUp;
    final String failed;
    final String noConsole;

    Texts(
            String logDenied,
            String noChannel,
            String badQuery,
            String badOption,
            String noKey,
            String keyDenied,
            String badSyntax,
            List<String> password,
            List<String> confirmation,
            List<String> reminder,
            String mismatch,
            String overwrite,
            String yes,
            String completed,
            String backedUp,
            String failed,
            String noConsole) {
        this.logDenied = logDenied;
        this.noChannel = noChannel;
        this.badQuery = badQuery;
        this.badOption = badOption;
        this.noKey = noKey;
        this.keyDenied = keyDenied;
        this.badSyntax = badSyntax;
        this.password = password;
        this.confirmation = confirmation;
        this.reminder = reminder;
        this.mismatch = mismatch;
        this.overwrite = overwrite;
        this.yes = yes;
        this.completed = completed;
        this.backedUp = backedUp;
        this.failed = failed;
        this.noConsole = noConsole;
    }

    /** The texts of a value of {@link Variation#LANGUAGE}. */
    static Texts of(String language) {
        return valueOf(language.toUpperCase(Locale.ROOT));
    }
}
