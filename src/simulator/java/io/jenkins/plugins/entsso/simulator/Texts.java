package io.jenkins.plugins.entsso.simulator;

import java.util.Locale;

/** What {@code ssoconfig} says. The English prompts and the form of an error are as published; the rest is made up. */
enum Texts {
    EN(
            "Password : ",
            "Confirm Password : ",
            "Password reminder : ",
            "The passwords do not match.",
            "The operation completed successfully.",
            "ERROR: 0x%08X : The master secrets could not be backed up.",
            "ERROR: This program needs a console."),
    DE(
            "Kennwort : ",
            "Kennwort bestätigen : ",
            "Kennworterinnerung : ",
            "Die Kennwörter stimmen nicht überein.",
            "Der Vorgang wurde erfolgreich abgeschlossen.",
            "FEHLER: 0x%08X : Die Hauptschlüssel konnten nicht gesichert werden.",
            "FEHLER: Dieses Programm benötigt eine Konsole."),
    JA(
            "パスワード : ",
            "パスワードの確認入力 : ",
            "パスワードのヒント : ",
            "パスワードが一致しません。",
            "この操作を正しく終了しました。",
            "エラー: 0x%08X : マスタ シークレットをバックアップできませんでした。",
            "エラー: このプログラムにはコンソールが必要です。"),
    PT(
            "Senha : ",
            "Confirmar senha : ",
            "Lembrete da senha : ",
            "As senhas não coincidem.",
            "A operação foi concluída com êxito.",
            "ERRO: 0x%08X : Não foi possível fazer o backup dos segredos mestres.",
            "ERRO: este programa precisa de um console.");

    final String password;
    final String confirmation;
    final String reminder;
    final String mismatch;
    final String completed;
    final String failed;
    final String noConsole;

    Texts(
            String password,
            String confirmation,
            String reminder,
            String mismatch,
            String completed,
            String failed,
            String noConsole) {
        this.password = password;
        this.confirmation = confirmation;
        this.reminder = reminder;
        this.mismatch = mismatch;
        this.completed = completed;
        this.failed = failed;
        this.noConsole = noConsole;
    }

    /** The texts of a value of {@link Variation#LANGUAGE}. */
    static Texts of(String language) {
        return valueOf(language.toUpperCase(Locale.ROOT));
    }
}
